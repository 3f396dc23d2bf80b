#include "multiversion.h"
#include "tessera_resampling.h"
#include "vector_math.h"

void tessera_upsample_nearest(const float *input, size_t height, size_t width, size_t channels,
                              size_t factor_y, size_t factor_x, float *output) {
  const size_t line = width * factor_x * channels;
  for (size_t row = 0; row < height; row++) {
    float *to = output;
    for (size_t column = 0; column < width; column++, input += channels)
      for (size_t copy = 0; copy < factor_x; copy++, to += channels)
        memcpy(to, input, channels * sizeof(float));
    for (size_t copy = 1; copy < factor_y; copy++)
      memcpy(output + copy * line, output, line * sizeof(float));
    output += factor_y * line;
  }
}

TESSERA_MULTIVERSION
void tessera_upsample_nearest_derivative(const float *gradient, size_t height, size_t width,
                                         size_t channels, size_t factor_y, size_t factor_x,
                                         float *input_gradient) {
  if (height * width * channels == 0) return;
  memset(input_gradient, 0, height * width * channels * sizeof(float));
  for (size_t row = 0; row < height * factor_y; row++)
    for (size_t column = 0; column < width * factor_x; column++, gradient += channels) {
      float *to = input_gradient + (row / factor_y * width + column / factor_x) * channels;
      TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) to[c] += gradient[c];
    }
}
