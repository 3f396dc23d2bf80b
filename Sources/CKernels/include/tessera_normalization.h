#ifndef TESSERA_NORMALIZATION_H
#define TESSERA_NORMALIZATION_H
#include <stddef.h>

// Normalization of `rows` rows of `columns` floats without gaps. Weight and bias have `columns`
// floats or are NULL; the output may be the input. Sums have the order of tessera_reductions.h.

/// (x - mean) / sqrt(variance + eps) * weight + bias.
void tessera_layer_norm_rows(const float *input, const float *weight, const float *bias,
                             size_t rows, size_t columns, float eps, float *output);

/// x / sqrt(mean of squares + eps) * weight.
void tessera_rms_norm_rows(const float *input, const float *weight, size_t rows, size_t columns,
                           float eps, float *output);

/// x / max(Euclidean norm, eps).
void tessera_l2_normalize_rows(const float *input, size_t rows, size_t columns, float eps,
                               float *output);

// Derivatives from the forward pass's input and the output's gradient; input_gradient may be the
// latter. Gradients of weight and bias are added, in ascending order of rows, unless NULL.

void tessera_layer_norm_rows_derivative(const float *input, const float *gradient,
                                        const float *weight, size_t rows, size_t columns,
                                        float eps, float *input_gradient, float *weight_gradient,
                                        float *bias_gradient);
void tessera_rms_norm_rows_derivative(const float *input, const float *gradient,
                                      const float *weight, size_t rows, size_t columns, float eps,
                                      float *input_gradient, float *weight_gradient);
void tessera_l2_normalize_rows_derivative(const float *input, const float *gradient, size_t rows,
                                          size_t columns, float eps, float *input_gradient);
#endif
