#include "tessera_normalization.h"

#include "lane_sums.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
void tessera_layer_norm_rows(const float *input, const float *weight, const float *bias,
                             size_t rows, size_t columns, float eps, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    const float mean = sum_of_row(input, columns) / (float)columns;
    const float variance = squares_about(mean, input, columns) / (float)columns;
    const float scale = 1 / square_root(variance + eps);
    if (weight && bias) {
      TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
        output[i] = (input[i] - mean) * scale * weight[i] + bias[i];
    } else {
      TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
        output[i] = (input[i] - mean) * scale;
      if (weight) TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] *= weight[i];
      if (bias) TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] += bias[i];
    }
  }
}

TESSERA_INLINE float root_mean_square_scale(const float *row, size_t columns, float eps) {
  return 1 / square_root(squares_of_row(row, columns) / (float)columns + eps);
}

TESSERA_MULTIVERSION
void tessera_rms_norm_rows(const float *input, const float *weight, size_t rows, size_t columns,
                           float eps, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    const float scale = root_mean_square_scale(input, columns, eps);
    if (weight) {
      TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
        output[i] = input[i] * scale * weight[i];
    } else {
      TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] * scale;
    }
  }
}

TESSERA_MULTIVERSION
void tessera_l2_normalize_rows(const float *input, size_t rows, size_t columns, float eps,
                               float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    const float scale = 1 / at_least(eps, square_root(squares_of_row(input, columns)));
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] * scale;
  }
}

// With x^ the normalized row and g = gradient * weight, the input's gradient is
// scale * (g - mean(g) - x^ mean(g x^)); without a mean to subtract, the middle term is absent.

enum { CHUNK = 256 };

/// The sums of g and of g x^ over a row, in chunks that fit the stack, each in its fixed order.
TESSERA_INLINE void gradient_sums(const float *input, const float *gradient, const float *weight,
                                  float mean, float scale, size_t columns, float *sum,
                                  float *sum_with_row) {
  float weighted[CHUNK], normalized[CHUNK];
  *sum = 0;
  *sum_with_row = 0;
  for (size_t start = 0; start < columns; start += CHUNK) {
    const size_t count = columns - start < CHUNK ? columns - start : CHUNK;
    const float *x = input + start, *dy = gradient + start;
    const float *w = weight ? weight + start : NULL;
    if (w) {
      TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) weighted[i] = dy[i] * w[i];
    } else {
      memcpy(weighted, dy, count * sizeof(float));
    }
    TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) normalized[i] = (x[i] - mean) * scale;
    *sum += sum_of_row(weighted, count);
    *sum_with_row += dot_of_rows(weighted, normalized, count);
  }
}

TESSERA_INLINE void row_derivative(const float *input, const float *gradient, const float *weight,
                                   float mean, float scale, float centre, float slope,
                                   size_t columns, float *input_gradient, float *weight_gradient,
                                   float *bias_gradient) {
  if (bias_gradient)
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) bias_gradient[i] += gradient[i];
  if (weight_gradient)
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
      weight_gradient[i] += gradient[i] * ((input[i] - mean) * scale);
  if (weight) {
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) {
      float x = (input[i] - mean) * scale;
      input_gradient[i] = (gradient[i] * weight[i] - centre - x * slope) * scale;
    }
  } else {
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) {
      float x = (input[i] - mean) * scale;
      input_gradient[i] = (gradient[i] - centre - x * slope) * scale;
    }
  }
}

TESSERA_MULTIVERSION
void tessera_layer_norm_rows_derivative(const float *input, const float *gradient,
                                        const float *weight, size_t rows, size_t columns,
                                        float eps, float *input_gradient, float *weight_gradient,
                                        float *bias_gradient) {
  for (size_t row = 0; row < rows;
       row++, input += columns, gradient += columns, input_gradient += columns) {
    const float mean = sum_of_row(input, columns) / (float)columns;
    const float variance = squares_about(mean, input, columns) / (float)columns;
    const float scale = 1 / square_root(variance + eps);
    float sum, sum_with_row;
    gradient_sums(input, gradient, weight, mean, scale, columns, &sum, &sum_with_row);
    row_derivative(input, gradient, weight, mean, scale, sum / (float)columns,
                   sum_with_row / (float)columns, columns, input_gradient, weight_gradient,
                   bias_gradient);
  }
}

TESSERA_MULTIVERSION
void tessera_rms_norm_rows_derivative(const float *input, const float *gradient,
                                      const float *weight, size_t rows, size_t columns, float eps,
                                      float *input_gradient, float *weight_gradient) {
  for (size_t row = 0; row < rows;
       row++, input += columns, gradient += columns, input_gradient += columns) {
    const float scale = root_mean_square_scale(input, columns, eps);
    float sum, sum_with_row;
    gradient_sums(input, gradient, weight, 0, scale, columns, &sum, &sum_with_row);
    row_derivative(input, gradient, weight, 0, scale, 0, sum_with_row / (float)columns, columns,
                   input_gradient, weight_gradient, NULL);
  }
}

TESSERA_MULTIVERSION
void tessera_l2_normalize_rows_derivative(const float *input, const float *gradient, size_t rows,
                                          size_t columns, float eps, float *input_gradient) {
  for (size_t row = 0; row < rows;
       row++, input += columns, gradient += columns, input_gradient += columns) {
    const float norm = square_root(squares_of_row(input, columns));
    const float scale = 1 / at_least(eps, norm);
    // Where eps divides, the divisor does not follow the row.
    const float slope = norm > eps ? dot_of_rows(input, gradient, columns) * scale * scale : 0;
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
      input_gradient[i] = (gradient[i] - input[i] * slope) * scale;
  }
}
