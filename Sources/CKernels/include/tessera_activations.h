#ifndef TESSERA_ACTIVATIONS_H
#define TESSERA_ACTIVATIONS_H
#include <stddef.h>

// Functions of `count` floats, one by one; the output may be the input. A NaN stays NaN. The result
// of an element does not depend on its place.

/// x Phi(x) with the normal distribution function.
void tessera_gelu(const float *input, float *output, size_t count);

/// The approximation x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
void tessera_gelu_tanh(const float *input, float *output, size_t count);

/// x / (1 + e^-x).
void tessera_silu(const float *input, float *output, size_t count);

/// 1 / (1 + e^-x).
void tessera_sigmoid(const float *input, float *output, size_t count);

/// Hyperbolic tangent.
void tessera_tanh(const float *input, float *output, size_t count);

/// max(x, 0).
void tessera_relu(const float *input, float *output, size_t count);

/// x where positive, slope x elsewhere.
void tessera_leaky_relu(const float *input, float slope, float *output, size_t count);

/// x where positive, alpha (e^x - 1) elsewhere.
void tessera_elu(const float *input, float alpha, float *output, size_t count);

/// e^x, 0 where it would be denormal.
void tessera_exp(const float *input, float *output, size_t count);

/// Natural logarithm.
void tessera_log(const float *input, float *output, size_t count);

/// Square root.
void tessera_sqrt(const float *input, float *output, size_t count);

/// 1 / sqrt(x).
void tessera_reciprocal_sqrt(const float *input, float *output, size_t count);

/// x^2.
void tessera_square(const float *input, float *output, size_t count);

/// x + sin(alpha x)^2 / (alpha + 1e-9) over rows x channels, with an alpha for every channel; for
/// |alpha x| < 8000.
void tessera_snake(const float *input, const float *alpha, size_t rows, size_t channels,
                   float *output);
#endif
