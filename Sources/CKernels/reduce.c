#include "tessera_reduce.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
float tessera_sum_of_squares(const float *values, size_t count) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i] * values[i];
  return sum;
}

// Two passes on purpose: a maximum over lanes vectorises, a maximum that carries its index along
// does not. The second pass stops at the first equal score, which is the lowest index.
TESSERA_MULTIVERSION
void tessera_argmax_rows(const float *scores, const float *offset, size_t rows, size_t columns,
                         int *best, float *largest) {
  for (size_t row = 0; row < rows; row++) {
    const float *score = scores + row * columns;
    float lanes[16];
    for (int lane = 0; lane < 16; lane++) lanes[lane] = -__builtin_inff();
    size_t column = 0;
    for (; column + 16 <= columns; column += 16)
      for (int lane = 0; lane < 16; lane++) {
        float value = score[column + lane] - offset[column + lane];
        lanes[lane] = value > lanes[lane] ? value : lanes[lane];
      }
    float maximum = -__builtin_inff();
    for (int lane = 0; lane < 16; lane++) maximum = lanes[lane] > maximum ? lanes[lane] : maximum;
    for (; column < columns; column++) {
      float value = score[column] - offset[column];
      maximum = value > maximum ? value : maximum;
    }
    size_t place = 0;
    while (place + 1 < columns && !(score[place] - offset[place] >= maximum)) place++;
    best[row] = (int)place;
    largest[row] = maximum;
  }
}

TESSERA_MULTIVERSION
void tessera_subtract(float *values, const float *other, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] -= other[i];
}

TESSERA_MULTIVERSION
void tessera_add_to_double(double *sums, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += values[i];
}
