#ifndef TESSERA_PNG_GUARD_H
#define TESSERA_PNG_GUARD_H
#include <png.h>

#include "include/tessera_codec.h"

/// Where libpng's errors leave their message; the jump goes to the codec's own `png_jmpbuf`.
typedef struct {
  tessera_codec_status status;
  char *message;
} tessera_png_guard;

/// Prepares a guard that turns errors into a status and warnings into nothing.
void tessera_png_guard_install(tessera_png_guard *guard, char *message);

/// libpng's error callback.
PNG_NORETURN void tessera_png_guard_stop(png_structp codec, png_const_charp message);

/// libpng's warning callback: what it warns of it also handles.
void tessera_png_guard_ignore(png_structp codec, png_const_charp message);
#endif
