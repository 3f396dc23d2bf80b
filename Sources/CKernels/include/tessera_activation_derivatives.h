#ifndef TESSERA_ACTIVATION_DERIVATIVES_H
#define TESSERA_ACTIVATION_DERIVATIVES_H
#include <stddef.h>

// gradient[i] * f'(input[i]) of `count` floats for each f of tessera_activations.h; the output may
// be either operand. Where f has a corner, the derivative is the one from below.

void tessera_gelu_derivative(const float *input, const float *gradient, float *output,
                             size_t count);
void tessera_gelu_tanh_derivative(const float *input, const float *gradient, float *output,
                                  size_t count);
void tessera_silu_derivative(const float *input, const float *gradient, float *output,
                             size_t count);
void tessera_sigmoid_derivative(const float *input, const float *gradient, float *output,
                                size_t count);
void tessera_tanh_derivative(const float *input, const float *gradient, float *output,
                             size_t count);
void tessera_relu_derivative(const float *input, const float *gradient, float *output,
                             size_t count);
void tessera_exp_derivative(const float *input, const float *gradient, float *output,
                            size_t count);
void tessera_log_derivative(const float *input, const float *gradient, float *output,
                            size_t count);
void tessera_sqrt_derivative(const float *input, const float *gradient, float *output,
                             size_t count);
void tessera_reciprocal_sqrt_derivative(const float *input, const float *gradient, float *output,
                                        size_t count);
void tessera_square_derivative(const float *input, const float *gradient, float *output,
                               size_t count);
void tessera_leaky_relu_derivative(const float *input, float slope, const float *gradient,
                                   float *output, size_t count);
void tessera_elu_derivative(const float *input, float alpha, const float *gradient, float *output,
                            size_t count);

/// The gradient of tessera_snake's input.
void tessera_snake_derivative(const float *input, const float *alpha, const float *gradient,
                              size_t rows, size_t channels, float *output);

/// Adds the gradient of tessera_snake's alpha, summed over rows in ascending order, to
/// alpha_gradient[channels].
void tessera_snake_alpha_derivative(const float *input, const float *alpha, const float *gradient,
                                    size_t rows, size_t channels, float *alpha_gradient);
#endif
