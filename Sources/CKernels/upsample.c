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

/// An output sample is 3/4 of the `near` sample and 1/4 of the `far` one, its other neighbour; at
/// the border both are the same.
TESSERA_INLINE void neighbours(size_t place, size_t count, size_t *near, size_t *far) {
  *near = place / 2;
  *far = *near;
  if (place % 2 == 0 && *near > 0) *far = *near - 1;
  if (place % 2 == 1 && *near + 1 < count) *far = *near + 1;
}

TESSERA_MULTIVERSION
void tessera_upsample_bilinear_2x(const float *input, size_t height, size_t width, size_t channels,
                                  float *output) {
  for (size_t row = 0; row < 2 * height; row++) {
    size_t near_row, far_row;
    neighbours(row, height, &near_row, &far_row);
    for (size_t column = 0; column < 2 * width; column++, output += channels) {
      size_t near_column, far_column;
      neighbours(column, width, &near_column, &far_column);
      const float *near_near = input + (near_row * width + near_column) * channels;
      const float *near_far = input + (near_row * width + far_column) * channels;
      const float *far_near = input + (far_row * width + near_column) * channels;
      const float *far_far = input + (far_row * width + far_column) * channels;
      TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++)
        output[c] = 0.75f * (0.75f * near_near[c] + 0.25f * near_far[c]) +
                    0.25f * (0.75f * far_near[c] + 0.25f * far_far[c]);
    }
  }
}

TESSERA_INLINE void add_share(float *to, const float *gradient, size_t channels, float share) {
  TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) to[c] += share * gradient[c];
}

TESSERA_MULTIVERSION
void tessera_upsample_bilinear_2x_derivative(const float *gradient, size_t height, size_t width,
                                             size_t channels, float *input_gradient) {
  if (height * width * channels == 0) return;
  memset(input_gradient, 0, height * width * channels * sizeof(float));
  for (size_t row = 0; row < 2 * height; row++) {
    size_t near_row, far_row;
    neighbours(row, height, &near_row, &far_row);
    float *near_line = input_gradient + near_row * width * channels;
    float *far_line = input_gradient + far_row * width * channels;
    for (size_t column = 0; column < 2 * width; column++, gradient += channels) {
      size_t near_column, far_column;
      neighbours(column, width, &near_column, &far_column);
      add_share(near_line + near_column * channels, gradient, channels, 0.5625f);
      add_share(near_line + far_column * channels, gradient, channels, 0.1875f);
      add_share(far_line + near_column * channels, gradient, channels, 0.1875f);
      add_share(far_line + far_column * channels, gradient, channels, 0.0625f);
    }
  }
}
