#include "multiversion.h"
#include "tessera_resampling.h"
#include "vector_math.h"

TESSERA_INLINE size_t windows(size_t count, size_t window, size_t stride) {
  return count < window ? 0 : (count - window) / stride + 1;
}

/// The sum of a window, taken row by row.
TESSERA_INLINE void pool_window(const float *input, size_t line, size_t channels, size_t window_y,
                                size_t window_x, float *output) {
  memcpy(output, input, channels * sizeof(float));
  for (size_t y = 0; y < window_y; y++)
    for (size_t x = y == 0 ? 1 : 0; x < window_x; x++) {
      const float *sample = input + y * line + x * channels;
      TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++)
        output[c] += sample[c];
    }
}

TESSERA_MULTIVERSION
void tessera_average_pool(const float *input, size_t height, size_t width, size_t channels,
                          size_t window_y, size_t window_x, size_t stride_y, size_t stride_x,
                          float *output) {
  const float share = 1 / (float)(window_y * window_x);
  const size_t line = width * channels;
  for (size_t row = 0; row < windows(height, window_y, stride_y); row++)
    for (size_t column = 0; column < windows(width, window_x, stride_x); column++) {
      const float *from = input + row * stride_y * line + column * stride_x * channels;
      pool_window(from, line, channels, window_y, window_x, output);
      TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) output[c] *= share;
      output += channels;
    }
}

TESSERA_MULTIVERSION
void tessera_average_pool_derivative(const float *gradient, size_t height, size_t width,
                                     size_t channels, size_t window_y, size_t window_x,
                                     size_t stride_y, size_t stride_x, float *input_gradient) {
  const float share = 1 / (float)(window_y * window_x);
  const size_t line = width * channels;
  if (height * line == 0) return;
  memset(input_gradient, 0, height * line * sizeof(float));
  for (size_t row = 0; row < windows(height, window_y, stride_y); row++)
    for (size_t column = 0; column < windows(width, window_x, stride_x); column++) {
      float *to = input_gradient + row * stride_y * line + column * stride_x * channels;
      for (size_t y = 0; y < window_y; y++)
        for (size_t x = 0; x < window_x; x++) {
          float *sample = to + y * line + x * channels;
          TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) sample[c] += share * gradient[c];
        }
      gradient += channels;
    }
}
