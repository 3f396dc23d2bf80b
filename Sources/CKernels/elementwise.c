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
void tessera_add_scaled(float *values, float factor, const float *other, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) values[i] += factor * other[i];
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

TESSERA_MULTIVERSION
void tessera_add_row_vector(const float *input, const float *vector, size_t rows, size_t columns,
                            float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns)
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] + vector[i];
}

TESSERA_MULTIVERSION
void tessera_multiply_row_vector(const float *input, const float *vector, size_t rows,
                                 size_t columns, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns)
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] * vector[i];
}

TESSERA_MULTIVERSION
void tessera_scale_offset_row_vectors(const float *input, const float *scale, const float *offset,
                                      size_t rows, size_t columns, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns)
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++)
      output[i] = input[i] * scale[i] + offset[i];
}

TESSERA_MULTIVERSION
void tessera_add_column_vector(const float *input, const float *vector, size_t rows,
                               size_t columns, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    const float added = vector[row];
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] + added;
  }
}

TESSERA_MULTIVERSION
void tessera_multiply_column_vector(const float *input, const float *vector, size_t rows,
                                    size_t columns, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    const float factor = vector[row];
    TESSERA_VECTORIZE for (size_t i = 0; i < columns; i++) output[i] = input[i] * factor;
  }
}
