#ifndef TESSERA_JPEG_GUARD_H
#define TESSERA_JPEG_GUARD_H
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>

#include "include/tessera_codec.h"

/// A libjpeg error manager that jumps back to `place` with a status and a message.
/// The manager is the first member, so that libjpeg's pointer to it is a pointer to the whole.
typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf place;
  tessera_codec_status status;
  char *message;
} tessera_jpeg_guard;

/// Prepares the guard and returns what belongs into a codec object's `err`.
struct jpeg_error_mgr *tessera_jpeg_guard_install(tessera_jpeg_guard *guard, char *message);

/// Leaves the library with a status and a message of our own.
void tessera_jpeg_guard_stop(j_common_ptr codec, tessera_codec_status status, const char *message);
#endif
