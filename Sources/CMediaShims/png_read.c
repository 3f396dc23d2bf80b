#include <string.h>

#include "include/tessera_png.h"
#include "png_guard.h"

/// The bytes not yet given to libpng.
typedef struct {
  const uint8_t *next;
  size_t left;
} byte_source;

/// One reading of one file.
typedef struct {
  byte_source source;
  tessera_png_guard guard;
  png_structp codec;
  png_infop info;
} reader;

static void supply(png_structp codec, png_bytep destination, size_t count) {
  byte_source *source = png_get_io_ptr(codec);
  if (count > source->left) png_error(codec, "the file ends too early");
  memcpy(destination, source->next, count);
  source->next += count;
  source->left -= count;
}

static int create(reader *reader, const uint8_t *bytes, size_t count, char *message) {
  reader->source = (byte_source){bytes, count};
  tessera_png_guard_install(&reader->guard, message);
  reader->codec = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader->guard,
                                         tessera_png_guard_stop, tessera_png_guard_ignore);
  reader->info = reader->codec ? png_create_info_struct(reader->codec) : NULL;
  if (!reader->info) reader->guard.status = TESSERA_CODEC_OUT_OF_MEMORY;
  return reader->info != NULL;
}

static void destroy(reader *reader) {
  png_destroy_read_struct(&reader->codec, &reader->info, NULL);
}

// The caller limits pixels before it reads any; libpng's own limits on a side would only hide
// that. Ancillary chunks are skipped whole, so that none can unpack to gigabytes.
static void begin(reader *reader) {
  png_structp codec = reader->codec;
  png_set_read_fn(codec, &reader->source, supply);
  png_set_user_limits(codec, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_crc_action(codec, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks(codec, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(codec, reader->info);
}

static void describe_palette(reader *reader, tessera_png_header *header) {
  png_colorp colors = NULL;
  int count = 0;
  if (!png_get_PLTE(reader->codec, reader->info, &colors, &count)) return;
  header->palette_count = count;
  for (int index = 0; index < count; index++) {
    header->palette[index][0] = colors[index].red;
    header->palette[index][1] = colors[index].green;
    header->palette[index][2] = colors[index].blue;
  }
}

static void describe_transparency(reader *reader, tessera_png_header *header) {
  png_bytep alpha = NULL;
  png_color_16p key = NULL;
  int count = 0;
  if (!png_get_tRNS(reader->codec, reader->info, &alpha, &count, &key)) return;
  switch (header->color) {
    case TESSERA_PNG_PALETTE:
      header->alpha_count = count;
      memcpy(header->palette_alpha, alpha, (size_t)count);
      break;
    case TESSERA_PNG_GREY:
      header->has_key = 1;
      header->key[0] = key->gray;
      break;
    case TESSERA_PNG_RGB:
      header->has_key = 1;
      header->key[0] = key->red;
      header->key[1] = key->green;
      header->key[2] = key->blue;
      break;
    case TESSERA_PNG_GREY_ALPHA:
    case TESSERA_PNG_RGBA:
      break;
  }
}

tessera_codec_status tessera_png_read_header(const uint8_t *bytes, size_t count,
                                             tessera_png_header *header, char *message) {
  reader reader;
  memset(header, 0, sizeof *header);
  if (create(&reader, bytes, count, message) && setjmp(png_jmpbuf(reader.codec)) == 0) {
    begin(&reader);
    header->width = png_get_image_width(reader.codec, reader.info);
    header->height = png_get_image_height(reader.codec, reader.info);
    header->bit_depth = png_get_bit_depth(reader.codec, reader.info);
    header->color = (tessera_png_color)png_get_color_type(reader.codec, reader.info);
    describe_palette(&reader, header);
    describe_transparency(&reader, header);
  }
  destroy(&reader);
  return reader.guard.status;
}

static void read_rows(reader *reader, uint8_t *samples) {
  png_structp codec = reader->codec;
  png_set_packing(codec);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(codec);
#endif
  int passes = png_set_interlace_handling(codec);
  png_read_update_info(codec, reader->info);
  size_t stride = png_get_rowbytes(codec, reader->info);
  size_t height = png_get_image_height(codec, reader->info);
  for (int pass = 0; pass < passes; pass++)
    for (size_t row = 0; row < height; row++) png_read_row(codec, samples + row * stride, NULL);
  png_read_end(codec, NULL);
}

tessera_codec_status tessera_png_read(const uint8_t *bytes, size_t count, uint8_t *samples,
                                      char *message) {
  reader reader;
  if (create(&reader, bytes, count, message) && setjmp(png_jmpbuf(reader.codec)) == 0) {
    begin(&reader);
    read_rows(&reader, samples);
  }
  destroy(&reader);
  return reader.guard.status;
}
