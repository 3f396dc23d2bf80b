#include "tessera_reduce.h"
#include "tessera_multiversion.h"

TESSERA_MULTIVERSION
float tessera_sum_of_squares(const float *values, size_t count) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i] * values[i];
  return sum;
}

// Note 1: the maximum is found first (it vectorises), then its place; a fused loop with an index
// beside every lane does not vectorise and took four times as long on rows of 1024.
TESSERA_MULTIVERSION
void tessera_argmax_rows(const float *scores, const float *offset, size_t rows, size_t columns,
                         int *best) {
#pragma clang fp reassociate(on)
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
    float largest = -__builtin_inff();
    for (int lane = 0; lane < 16; lane++) largest = lanes[lane] > largest ? lanes[lane] : largest;
    for (; column < columns; column++) {
      float value = score[column] - offset[column];
      largest = value > largest ? value : largest;
    }
    size_t place = 0;
    while (place + 1 < columns && !(score[place] - offset[place] >= largest)) place++;
    best[row] = (int)place;
  }
}

TESSERA_MULTIVERSION
void tessera_subtract(float *values, const float *other, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] -= other[i];
}
