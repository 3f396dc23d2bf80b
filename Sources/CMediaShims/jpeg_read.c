#include "include/tessera_jpeg.h"
#include "jpeg_guard.h"

static tessera_jpeg_color color_of(j_decompress_ptr codec) {
  switch (codec->jpeg_color_space) {
    case JCS_GRAYSCALE:
      return TESSERA_JPEG_GREY;
    case JCS_RGB:
      return TESSERA_JPEG_RGB;
    case JCS_YCbCr:
      return TESSERA_JPEG_YCC;
    case JCS_CMYK:
      return TESSERA_JPEG_CMYK;
    case JCS_YCCK:
      return TESSERA_JPEG_YCCK;
    default: {
      char message[TESSERA_CODEC_MESSAGE_SIZE];
      snprintf(message, sizeof message, "%d colour components", codec->num_components);
      tessera_jpeg_guard_stop((j_common_ptr)codec, TESSERA_CODEC_UNSUPPORTED, message);
      return TESSERA_JPEG_GREY;
    }
  }
}

static J_COLOR_SPACE library_color(tessera_jpeg_color color) {
  switch (color) {
    case TESSERA_JPEG_GREY:
      return JCS_GRAYSCALE;
    case TESSERA_JPEG_RGB:
      return JCS_RGB;
    case TESSERA_JPEG_YCC:
      return JCS_YCbCr;
    case TESSERA_JPEG_CMYK:
    case TESSERA_JPEG_YCCK:
      return JCS_CMYK;
  }
}

static void begin(j_decompress_ptr codec, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(codec);
  jpeg_mem_src(codec, bytes, (unsigned long)count);
  jpeg_read_header(codec, TRUE);
}

tessera_codec_status tessera_jpeg_read_header(const uint8_t *bytes, size_t count,
                                              tessera_jpeg_header *header, char *message) {
  struct jpeg_decompress_struct codec = {0};
  tessera_jpeg_guard guard;
  codec.err = tessera_jpeg_guard_install(&guard, message);
  if (setjmp(guard.place) == 0) {
    begin(&codec, bytes, count);
    header->width = codec.image_width;
    header->height = codec.image_height;
    header->color = color_of(&codec);
  }
  jpeg_destroy_decompress(&codec);
  return guard.status;
}

/// A progress monitor that stops a file with very many scans: each costs a pass over the picture,
/// so a small file could keep a reader busy for hours.
typedef struct {
  struct jpeg_progress_mgr monitor;
  int limit;
} scan_counter;

static void count_scans(j_common_ptr codec) {
  const scan_counter *counter = (const scan_counter *)codec->progress;
  if (((j_decompress_ptr)codec)->input_scan_number <= counter->limit) return;
  char message[TESSERA_CODEC_MESSAGE_SIZE];
  snprintf(message, sizeof message, "it has more than %d scans", counter->limit);
  tessera_jpeg_guard_stop(codec, TESSERA_CODEC_MALFORMED, message);
}

tessera_codec_status tessera_jpeg_read(const uint8_t *bytes, size_t count,
                                       tessera_jpeg_color color, int scan_limit, uint8_t *samples,
                                       char *message) {
  struct jpeg_decompress_struct codec = {0};
  tessera_jpeg_guard guard;
  scan_counter counter = {.monitor = {.progress_monitor = count_scans}, .limit = scan_limit};
  codec.err = tessera_jpeg_guard_install(&guard, message);
  if (setjmp(guard.place) == 0) {
    begin(&codec, bytes, count);
    codec.progress = &counter.monitor;
    codec.out_color_space = library_color(color);
    codec.dct_method = JDCT_ISLOW;
    codec.do_fancy_upsampling = TRUE;
    jpeg_start_decompress(&codec);
    size_t stride = (size_t)codec.output_width * (size_t)codec.output_components;
    while (codec.output_scanline < codec.output_height) {
      JSAMPROW row = samples + codec.output_scanline * stride;
      jpeg_read_scanlines(&codec, &row, 1);
    }
    jpeg_finish_decompress(&codec);
  }
  jpeg_destroy_decompress(&codec);
  return guard.status;
}
