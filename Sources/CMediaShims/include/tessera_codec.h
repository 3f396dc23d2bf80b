#ifndef TESSERA_CODEC_H
#define TESSERA_CODEC_H
#include <stddef.h>
#include <stdint.h>

/// How a call into libjpeg or libpng ended. Both libraries report errors by `longjmp`; it never
/// leaves these functions, which return instead.
typedef enum {
  TESSERA_CODEC_OK,
  /// The bytes break the format's rules, or end too early.
  TESSERA_CODEC_MALFORMED,
  /// The bytes use a part of the format that the library does not read.
  TESSERA_CODEC_UNSUPPORTED,
  /// The library could not allocate what it needed.
  TESSERA_CODEC_OUT_OF_MEMORY,
} tessera_codec_status;

/// The size of a message buffer; every message that does not fit is cut.
#define TESSERA_CODEC_MESSAGE_SIZE 256

/// Bytes that a writer allocated; free them with `tessera_codec_bytes_free`.
typedef struct {
  uint8_t *bytes;
  size_t count;
} tessera_codec_bytes;

/// Frees what a writer allocated.
void tessera_codec_bytes_free(tessera_codec_bytes bytes);
#endif
