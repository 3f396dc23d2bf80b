#include "png_guard.h"

#include <stdio.h>

void tessera_png_guard_install(tessera_png_guard *guard, char *message) {
  guard->status = TESSERA_CODEC_OK;
  guard->message = message;
  snprintf(message, TESSERA_CODEC_MESSAGE_SIZE, "out of memory");
}

void tessera_png_guard_stop(png_structp codec, png_const_charp message) {
  tessera_png_guard *guard = png_get_error_ptr(codec);
  guard->status = TESSERA_CODEC_MALFORMED;
  snprintf(guard->message, TESSERA_CODEC_MESSAGE_SIZE, "%s", message);
  png_longjmp(codec, 1);
}

void tessera_png_guard_ignore(png_structp codec, png_const_charp message) {
  (void)codec;
  (void)message;
}
