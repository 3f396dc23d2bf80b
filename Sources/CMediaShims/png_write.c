#include <stdlib.h>
#include <string.h>

#include "include/tessera_png.h"
#include "png_guard.h"

/// Bytes that grow by doubling.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} byte_sink;

static void collect(png_structp codec, png_bytep bytes, size_t count) {
  byte_sink *sink = png_get_io_ptr(codec);
  if (sink->count + count > sink->capacity) {
    size_t capacity = 2 * (sink->count + count);
    uint8_t *grown = realloc(sink->bytes, capacity);
    if (!grown) png_error(codec, "out of memory");
    sink->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void flush(png_structp codec) { (void)codec; }

static void write_rows(png_structp codec, png_infop info, const uint8_t *samples, size_t width,
                       size_t height, tessera_png_color color) {
  png_set_IHDR(codec, info, (png_uint_32)width, (png_uint_32)height, 8, color,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(codec, info);
  size_t stride = png_get_rowbytes(codec, info);
  for (size_t row = 0; row < height; row++) png_write_row(codec, samples + row * stride);
  png_write_end(codec, NULL);
}

tessera_codec_status tessera_png_write(const uint8_t *samples, size_t width, size_t height,
                                       tessera_png_color color, tessera_codec_bytes *file,
                                       char *message) {
  tessera_png_guard guard;
  byte_sink sink = {0};
  tessera_png_guard_install(&guard, message);
  png_structp codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, &guard,
                                              tessera_png_guard_stop, tessera_png_guard_ignore);
  png_infop info = codec ? png_create_info_struct(codec) : NULL;
  if (!info) {
    guard.status = TESSERA_CODEC_OUT_OF_MEMORY;
  } else if (setjmp(png_jmpbuf(codec)) == 0) {
    png_set_write_fn(codec, &sink, collect, flush);
    png_set_user_limits(codec, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    write_rows(codec, info, samples, width, height, color);
  }
  png_destroy_write_struct(&codec, &info);
  file->bytes = sink.bytes;
  file->count = guard.status == TESSERA_CODEC_OK ? sink.count : 0;
  return guard.status;
}
