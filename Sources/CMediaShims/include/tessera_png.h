#ifndef TESSERA_PNG_H
#define TESSERA_PNG_H
#include "tessera_codec.h"

/// The colour types of the PNG specification, section 11.2.2, with their numbers.
typedef enum {
  TESSERA_PNG_GREY = 0,
  TESSERA_PNG_RGB = 2,
  TESSERA_PNG_PALETTE = 3,
  TESSERA_PNG_GREY_ALPHA = 4,
  TESSERA_PNG_RGBA = 6,
} tessera_png_color;

/// What a PNG file says of itself before its first image data.
typedef struct {
  size_t width;
  size_t height;
  /// 1, 2, 4, 8 or 16 bits a sample.
  int bit_depth;
  tessera_png_color color;
  /// The palette's colours, red, green, blue; `palette_count` is 0 without a PLTE chunk.
  uint8_t palette[256][3];
  int palette_count;
  /// The alpha of the first `alpha_count` palette entries; the rest are opaque.
  uint8_t palette_alpha[256];
  int alpha_count;
  /// The one transparent grey level or colour at full depth, where `has_key`.
  int has_key;
  uint16_t key[3];
} tessera_png_header;

/// Reads everything before the image data. `message` holds TESSERA_CODEC_MESSAGE_SIZE characters.
tessera_codec_status tessera_png_read_header(const uint8_t *bytes, size_t count,
                                             tessera_png_header *header, char *message);

/// Decodes a whole file to its raw samples, rows from the top, palette indices unexpanded: one byte
/// a sample up to 8 bits (not scaled), two in the machine's byte order for 16. `samples` must hold
/// width * height * (samples a pixel) of those, aligned for them.
///
/// Ancillary chunks other than tRNS are skipped; any failed checksum stops.
tessera_codec_status tessera_png_read(const uint8_t *bytes, size_t count, uint8_t *samples,
                                      char *message);

/// Encodes 8-bit interleaved samples of a grey, RGB or RGBA picture.
tessera_codec_status tessera_png_write(const uint8_t *samples, size_t width, size_t height,
                                       tessera_png_color color, tessera_codec_bytes *file,
                                       char *message);
#endif
