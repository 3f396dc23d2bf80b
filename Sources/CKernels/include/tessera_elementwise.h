#ifndef TESSERA_ELEMENTWISE_H
#define TESSERA_ELEMENTWISE_H
#include <stddef.h>

// Arithmetic on `count` floats, or on `rows` x `columns` without gaps; an output may be an input.

/// values[i] += other[i].
void tessera_add(float *values, const float *other, size_t count);

/// values[i] -= other[i].
void tessera_subtract(float *values, const float *other, size_t count);

/// values[i] += factor * other[i].
void tessera_add_scaled(float *values, float factor, const float *other, size_t count);

/// output[i] = a[i] (+, -, *, /, max) b[i]; max is NaN where b is NaN.
void tessera_sums(const float *a, const float *b, float *output, size_t count);
void tessera_differences(const float *a, const float *b, float *output, size_t count);
void tessera_products(const float *a, const float *b, float *output, size_t count);
void tessera_quotients(const float *a, const float *b, float *output, size_t count);
void tessera_maxima(const float *a, const float *b, float *output, size_t count);

/// output[i] = input[i] * scale + offset.
void tessera_scale_offset(const float *input, float scale, float offset, float *output,
                          size_t count);

/// output[row][column] = input[row][column] (+, *) vector[column].
void tessera_add_row_vector(const float *input, const float *vector, size_t rows, size_t columns,
                            float *output);
void tessera_multiply_row_vector(const float *input, const float *vector, size_t rows,
                                 size_t columns, float *output);

/// output[row][column] = input[row][column] * scale[column] + offset[column].
void tessera_scale_offset_row_vectors(const float *input, const float *scale, const float *offset,
                                      size_t rows, size_t columns, float *output);

/// output[row][column] = input[row][column] (+, *) vector[row].
void tessera_add_column_vector(const float *input, const float *vector, size_t rows,
                               size_t columns, float *output);
void tessera_multiply_column_vector(const float *input, const float *vector, size_t rows,
                                    size_t columns, float *output);
#endif
