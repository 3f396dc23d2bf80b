#include "tessera_activation_derivatives.h"

#include "multiversion.h"
#include "vector_activations.h"

#define DERIVATIVE_KERNEL(name, slope)                                                \
  TESSERA_MULTIVERSION                                                                \
  void name(const float *input, const float *gradient, float *output, size_t count) { \
    TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)                              \
      output[i] = gradient[i] * slope(input[i]);                                      \
  }

DERIVATIVE_KERNEL(tessera_gelu_derivative, vector_gelu_slope)
DERIVATIVE_KERNEL(tessera_gelu_tanh_derivative, vector_gelu_tanh_slope)
DERIVATIVE_KERNEL(tessera_silu_derivative, vector_silu_slope)
DERIVATIVE_KERNEL(tessera_sigmoid_derivative, vector_sigmoid_slope)
DERIVATIVE_KERNEL(tessera_tanh_derivative, vector_tanh_slope)
DERIVATIVE_KERNEL(tessera_relu_derivative, vector_relu_slope)
DERIVATIVE_KERNEL(tessera_exp_derivative, vector_exp)
DERIVATIVE_KERNEL(tessera_log_derivative, vector_log_slope)
DERIVATIVE_KERNEL(tessera_sqrt_derivative, vector_sqrt_slope)
DERIVATIVE_KERNEL(tessera_reciprocal_sqrt_derivative, vector_reciprocal_sqrt_slope)
DERIVATIVE_KERNEL(tessera_square_derivative, vector_square_slope)

TESSERA_MULTIVERSION
void tessera_leaky_relu_derivative(const float *input, float slope, const float *gradient,
                                   float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)
    output[i] = input[i] > 0 ? gradient[i] : slope * gradient[i];
}

TESSERA_MULTIVERSION
void tessera_elu_derivative(const float *input, float alpha, const float *gradient, float *output,
                            size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)
    output[i] = gradient[i] * (input[i] > 0 ? 1 : alpha * vector_exp_below(input[i]));
}
