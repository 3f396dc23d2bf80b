#ifndef TESSERA_REDUCTIONS_H
#define TESSERA_REDUCTIONS_H
#include <stddef.h>

// Sums in an order that depends on the count alone, never on the processor: blocks of 16 terms are
// added to four partial sums of 16 lanes in turn, an incomplete last block stands at the last lanes
// of the fourth (of the first, if it is all), then halves are added to halves. Processors with and
// without fused multiply-add may still round products differently.

/// Sum of `count` floats.
float tessera_sum(const float *values, size_t count);

/// Sum of squares of `count` floats.
float tessera_sum_of_squares(const float *values, size_t count);

/// Sum of a[i] b[i].
float tessera_dot(const float *a, const float *b, size_t count);

/// The largest of `count` floats, -infinity of none.
float tessera_largest(const float *values, size_t count);

/// One result for each of `rows` rows of `columns` floats that start `stride` apart.
void tessera_sum_rows(const float *values, size_t rows, size_t columns, size_t stride, float *sums);
void tessera_sum_of_squares_rows(const float *values, size_t rows, size_t columns, size_t stride,
                                 float *sums);
void tessera_largest_rows(const float *values, size_t rows, size_t columns, size_t stride,
                          float *largest);

/// sums[row] is the dot product of a row of each, both with the same stride.
void tessera_dot_rows(const float *a, const float *b, size_t rows, size_t columns, size_t stride,
                      float *sums);

/// Adds every column's values, in ascending order of rows, to sums[columns].
void tessera_sum_columns(const float *values, size_t rows, size_t columns, size_t stride,
                         float *sums);
#endif
