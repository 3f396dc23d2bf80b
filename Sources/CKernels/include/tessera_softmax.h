#ifndef TESSERA_SOFTMAX_H
#define TESSERA_SOFTMAX_H
#include <stddef.h>

// Softmax in place over `rows` rows of `columns` floats that start `stride` apart; the scale is
// positive. A row that is -infinity throughout becomes 0.

/// Softmax of scale * values.
void tessera_softmax_rows(float *values, size_t rows, size_t columns, size_t stride, float scale);

/// Softmax of scale * values + mask, whose rows start `mask_stride` apart: 0 is one row for all.
void tessera_softmax_rows_masked(float *values, size_t rows, size_t columns, size_t stride,
                                 float scale, const float *mask, size_t mask_stride);

/// Softmax of the first `valid + row * valid_step` columns (at most all) of scale * values; the
/// other columns become 0. A step of 1 is a causal mask, 0 masks padding.
void tessera_softmax_rows_valid(float *values, size_t rows, size_t columns, size_t stride,
                                float scale, size_t valid, size_t valid_step);

/// The gradient of the values, output * (gradient - sum(gradient * output)) * scale, given what
/// softmax gave and the gradient of that; input_gradient may be either. All have the same stride.
void tessera_softmax_rows_derivative(const float *output, const float *gradient, size_t rows,
                                     size_t columns, size_t stride, float scale,
                                     float *input_gradient);
#endif
