#ifndef TESSERA_ELEMENTWISE_H
#define TESSERA_ELEMENTWISE_H
#include <stddef.h>

// Arithmetic on `count` floats, or on `rows` x `columns` without gaps; an output may be an input.

/// values[i] += other[i].
void tessera_add(float *values, const float *other, size_t count);

/// values[i] -= other[i].
void tessera_subtract(float *values, const float *other, size_t count);

/// output[i] = a[i] (+, -, *, /, max) b[i]; max is NaN where b is NaN.
void tessera_sums(const float *a, const float *b, float *output, size_t count);
void tessera_differences(const float *a, const float *b, float *output, size_t count);
void tessera_products(const float *a, const float *b, float *output, size_t count);
void tessera_quotients(const float *a, const float *b, float *output, size_t count);
void tessera_maxima(const float *a, const float *b, float *output, size_t count);

/// output[i] = input[i] * scale + offset.
void tessera_scale_offset(const float *input, float scale, float offset, float *output,
                          size_t count);

#endif
