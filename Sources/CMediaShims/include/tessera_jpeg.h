#ifndef TESSERA_JPEG_H
#define TESSERA_JPEG_H
#include "tessera_codec.h"

/// The colour space that a file's components are stored in.
typedef enum {
  TESSERA_JPEG_GREY,
  TESSERA_JPEG_RGB,
  TESSERA_JPEG_YCC,
  TESSERA_JPEG_CMYK,
  TESSERA_JPEG_YCCK,
} tessera_jpeg_color;

/// What a JPEG file says of itself before its first scan.
typedef struct {
  size_t width;
  size_t height;
  tessera_jpeg_color color;
} tessera_jpeg_header;

/// Reads everything before the first scan. `message` holds TESSERA_CODEC_MESSAGE_SIZE characters.
tessera_codec_status tessera_jpeg_read_header(const uint8_t *bytes, size_t count,
                                              tessera_jpeg_header *header, char *message);

/// Decodes a whole file to interleaved 8-bit samples, rows from the top, in the colour space asked
/// for: RGB from grey, YCC and RGB files; YCC from YCC files; CMYK from CMYK and YCCK files, as
/// stored (not inverted); grey from grey files. `samples` must hold width * height * components.
///
/// Accurate integer inverse DCT, triangle chroma upsampling. Where libjpeg would warn of damaged or
/// missing data and go on, this stops; so it does after `scan_limit` scans.
tessera_codec_status tessera_jpeg_read(const uint8_t *bytes, size_t count,
                                       tessera_jpeg_color color, int scan_limit, uint8_t *samples,
                                       char *message);

/// Chroma planes of a written file.
typedef enum {
  /// As large as the luma plane.
  TESSERA_JPEG_CHROMA_FULL,
  /// Half as wide and half as high.
  TESSERA_JPEG_CHROMA_QUARTER,
} tessera_jpeg_chroma;

/// Encodes interleaved samples of 1 (grey) or 3 (RGB) components as a baseline file with optimised
/// Huffman tables; `quality` is 1 to 100 on the Independent JPEG Group's scale.
tessera_codec_status tessera_jpeg_write(const uint8_t *samples, size_t width, size_t height,
                                        int components, int quality, tessera_jpeg_chroma chroma,
                                        tessera_codec_bytes *file, char *message);
#endif
