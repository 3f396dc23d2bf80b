#include <string.h>

#include "tessera_layout.h"

void tessera_pixel_shuffle(const float *input, size_t height, size_t width, size_t channels,
                           size_t factor, float *output) {
  const size_t squares = factor * factor;
  for (size_t row = 0; row < height * factor; row++)
    for (size_t column = 0; column < width * factor; column++) {
      const size_t pixel = row / factor * width + column / factor;
      const size_t place = row % factor * factor + column % factor;
      const float *from = input + pixel * channels * squares + place;
      for (size_t c = 0; c < channels; c++) *output++ = from[c * squares];
    }
}

void tessera_pixel_unshuffle(const float *input, size_t height, size_t width, size_t channels,
                             size_t factor, float *output) {
  const size_t squares = factor * factor;
  for (size_t row = 0; row < height * factor; row++)
    for (size_t column = 0; column < width * factor; column++) {
      const size_t pixel = row / factor * width + column / factor;
      const size_t place = row % factor * factor + column % factor;
      float *to = output + pixel * channels * squares + place;
      for (size_t c = 0; c < channels; c++) to[c * squares] = *input++;
    }
}
