#include "tessera_elementwise.h"

#include "multiversion.h"
#include "vector_math.h"

TESSERA_MULTIVERSION
void tessera_add(float *values, const float *other, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) values[i] += other[i];
}

TESSERA_MULTIVERSION
void tessera_subtract(float *values, const float *other, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) values[i] -= other[i];
}

TESSERA_MULTIVERSION
void tessera_sums(const float *a, const float *b, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = a[i] + b[i];
}

TESSERA_MULTIVERSION
void tessera_differences(const float *a, const float *b, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = a[i] - b[i];
}

TESSERA_MULTIVERSION
void tessera_products(const float *a, const float *b, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = a[i] * b[i];
}

TESSERA_MULTIVERSION
void tessera_quotients(const float *a, const float *b, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = a[i] / b[i];
}

TESSERA_MULTIVERSION
void tessera_maxima(const float *a, const float *b, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = at_least(a[i], b[i]);
}

TESSERA_MULTIVERSION
void tessera_scale_offset(const float *input, float scale, float offset, float *output,
                          size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = input[i] * scale + offset;
}
