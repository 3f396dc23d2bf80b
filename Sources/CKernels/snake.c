#include "multiversion.h"
#include "tessera_activation_derivatives.h"
#include "tessera_activations.h"
#include "vector_math.h"

#define SMALLEST_ALPHA 1e-9f

TESSERA_MULTIVERSION
void tessera_snake(const float *input, const float *alpha, size_t rows, size_t channels,
                   float *output) {
  for (size_t row = 0; row < rows; row++, input += channels, output += channels)
    TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++)
      output[c] = input[c] + vector_sine_squared(alpha[c] * input[c]) / (alpha[c] + SMALLEST_ALPHA);
}

TESSERA_MULTIVERSION
void tessera_snake_derivative(const float *input, const float *alpha, const float *gradient,
                              size_t rows, size_t channels, float *output) {
  for (size_t row = 0; row < rows;
       row++, input += channels, gradient += channels, output += channels)
    TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) {
      float sine_squared;
      float sine = vector_sine_of_twice(alpha[c] * input[c], &sine_squared);
      output[c] = gradient[c] * (1 + sine * (alpha[c] / (alpha[c] + SMALLEST_ALPHA)));
    }
}

TESSERA_MULTIVERSION
void tessera_snake_alpha_derivative(const float *input, const float *alpha, const float *gradient,
                                    size_t rows, size_t channels, float *alpha_gradient) {
  for (size_t row = 0; row < rows; row++, input += channels, gradient += channels)
    TESSERA_VECTORIZE for (size_t c = 0; c < channels; c++) {
      float reciprocal = 1 / (alpha[c] + SMALLEST_ALPHA);
      float sine_squared;
      float sine = vector_sine_of_twice(alpha[c] * input[c], &sine_squared);
      float slope = (input[c] * sine - sine_squared * reciprocal) * reciprocal;
      alpha_gradient[c] += gradient[c] * slope;
    }
}
