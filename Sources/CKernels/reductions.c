#include "tessera_reductions.h"

#include "lane_sums.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
float tessera_sum(const float *values, size_t count) { return sum_of_row(values, count); }

TESSERA_MULTIVERSION
float tessera_sum_of_squares(const float *values, size_t count) {
  return squares_of_row(values, count);
}

TESSERA_MULTIVERSION
float tessera_dot(const float *a, const float *b, size_t count) { return dot_of_rows(a, b, count); }

TESSERA_MULTIVERSION
float tessera_largest(const float *values, size_t count) { return largest_of_row(values, count); }

TESSERA_MULTIVERSION
void tessera_sum_rows(const float *values, size_t rows, size_t columns, size_t stride,
                      float *sums) {
  for (size_t row = 0; row < rows; row++) sums[row] = sum_of_row(values + row * stride, columns);
}

TESSERA_MULTIVERSION
void tessera_sum_of_squares_rows(const float *values, size_t rows, size_t columns, size_t stride,
                                 float *sums) {
  for (size_t row = 0; row < rows; row++)
    sums[row] = squares_of_row(values + row * stride, columns);
}

TESSERA_MULTIVERSION
void tessera_largest_rows(const float *values, size_t rows, size_t columns, size_t stride,
                          float *largest) {
  for (size_t row = 0; row < rows; row++)
    largest[row] = largest_of_row(values + row * stride, columns);
}

TESSERA_MULTIVERSION
void tessera_dot_rows(const float *a, const float *b, size_t rows, size_t columns, size_t stride,
                      float *sums) {
  for (size_t row = 0; row < rows; row++)
    sums[row] = dot_of_rows(a + row * stride, b + row * stride, columns);
}

TESSERA_MULTIVERSION
void tessera_sum_columns(const float *values, size_t rows, size_t columns, size_t stride,
                         float *sums) {
  for (size_t row = 0; row < rows; row++) {
    const float *added = values + row * stride;
    TESSERA_VECTORIZE for (size_t column = 0; column < columns; column++)
      sums[column] += added[column];
  }
}
