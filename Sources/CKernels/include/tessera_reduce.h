#ifndef TESSERA_REDUCE_H
#define TESSERA_REDUCE_H
#include <stddef.h>

/// For each of `rows` rows of `columns` scores, the index of the largest value of
/// `score - offset[column]`, the lowest index on ties, and that value.
void tessera_argmax_rows(const float *scores, const float *offset, size_t rows, size_t columns,
                         int *best, float *largest);

/// sums[i] += values[i], in double precision.
void tessera_add_to_double(double *sums, const float *values, size_t count);
#endif
