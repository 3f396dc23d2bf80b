#include <stdlib.h>

#include "include/tessera_jpeg.h"
#include "jpeg_guard.h"

static void configure(j_compress_ptr codec, size_t width, size_t height, int components,
                      int quality, tessera_jpeg_chroma chroma) {
  codec->image_width = (JDIMENSION)width;
  codec->image_height = (JDIMENSION)height;
  codec->input_components = components;
  codec->in_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(codec);
  jpeg_set_quality(codec, quality, TRUE);
  codec->optimize_coding = TRUE;
  int factor = chroma == TESSERA_JPEG_CHROMA_QUARTER && components == 3 ? 2 : 1;
  codec->comp_info[0].h_samp_factor = factor;
  codec->comp_info[0].v_samp_factor = factor;
}

tessera_codec_status tessera_jpeg_write(const uint8_t *samples, size_t width, size_t height,
                                        int components, int quality, tessera_jpeg_chroma chroma,
                                        tessera_codec_bytes *file, char *message) {
  struct jpeg_compress_struct codec = {0};
  tessera_jpeg_guard guard;
  // libjpeg grows this buffer and stores its place here even when it then fails.
  unsigned char *bytes = NULL;
  unsigned long count = 0;
  codec.err = tessera_jpeg_guard_install(&guard, message);
  if (setjmp(guard.place) == 0) {
    jpeg_create_compress(&codec);
    jpeg_mem_dest(&codec, &bytes, &count);
    configure(&codec, width, height, components, quality, chroma);
    jpeg_start_compress(&codec, TRUE);
    while (codec.next_scanline < codec.image_height) {
      JSAMPROW row = (JSAMPROW)samples + codec.next_scanline * width * (size_t)components;
      jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
  }
  jpeg_destroy_compress(&codec);
  file->bytes = bytes;
  file->count = guard.status == TESSERA_CODEC_OK ? count : 0;
  return guard.status;
}
