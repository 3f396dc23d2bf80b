#ifndef TESSERA_WINOGRAD_H
#define TESSERA_WINOGRAD_H
#include <stddef.h>

// The minimal filtering algorithm F(2x2, 3x3) (Lavin and Gray, arXiv:1509.09308, after Winograd):
// a 3x3 convolution with stride 1 in 16 multiplications for each 2x2 square of outputs, where the
// definition takes 36. Pictures are [height, width, channels]; a tile is the 4x4 inputs that one
// square of outputs reads. Element (i, j) of a transformed tile or kernel is number 4 i + j.

/// Kernels [outputs, inputs, 3, 3] to sixteen matrices [outputs, inputs], `element_stride` apart, for
/// outputs `first ..< first + count`.
void tessera_winograd_kernels(const float *kernels, size_t inputs, size_t first, size_t count,
                              ptrdiff_t element_stride, float *transformed);

/// One tile of inputs, its lines `line_stride` and its pixels `pixel_stride` apart, to sixteen
/// vectors [channels], `element_stride` apart.
void tessera_winograd_inputs(const float *tile, ptrdiff_t line_stride, ptrdiff_t pixel_stride,
                             size_t channels, ptrdiff_t element_stride, float *transformed);

/// Sixteen vectors of products [channels], `element_stride` apart, to `rows` x `columns` (each 1 or
/// 2) outputs, plus bias [channels] and residual, which is laid out as the output; both may be NULL.
void tessera_winograd_outputs(const float *products, ptrdiff_t element_stride, size_t channels,
                              const float *bias, const float *residual, size_t rows,
                              size_t columns, ptrdiff_t line_stride, ptrdiff_t pixel_stride,
                              float *output);
#endif
