#include "tessera_reduce.h"
#include "multiversion.h"

enum { LANES = 16, CHUNK = 64 };

// The largest difference of a chunk: a maximum in every lane, then halves against halves. Forced
// inline, because a call would leave the caller's instruction set.
__attribute__((always_inline)) static inline float largest_in_chunk(const float *score, const float *offset) {
  float lanes[LANES];
  for (int lane = 0; lane < LANES; lane++) lanes[lane] = -__builtin_inff();
  for (int start = 0; start < CHUNK; start += LANES)
    for (int lane = 0; lane < LANES; lane++) {
      float value = score[start + lane] - offset[start + lane];
      lanes[lane] = value > lanes[lane] ? value : lanes[lane];
    }
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++)
      lanes[lane] = lanes[lane + half] > lanes[lane] ? lanes[lane + half] : lanes[lane];
  return lanes[0];
}

// Note 1: the maximum comes first, chunk by chunk, and its place is then looked for in the one chunk
// that holds it. 256 rows of 1024 scores took 48 us with chunks of 64 (60 us with 32, 53 with 128,
// 70 with 256), 64 us with an index carried beside every lane, 84 us with a second vector pass over
// the row, and 243 us with a second pass that stops at the first equal score.
TESSERA_MULTIVERSION
void tessera_argmax_rows(const float *scores, const float *offset, size_t rows, size_t columns,
                         int *best, float *largest) {
  for (size_t row = 0; row < rows; row++) {
    const float *score = scores + row * columns;
    float maximum = -__builtin_inff();
    size_t place = 0;
    size_t column = 0;
    for (; column + CHUNK <= columns; column += CHUNK) {
      float value = largest_in_chunk(score + column, offset + column);
      if (value > maximum) {
        maximum = value;
        place = column;
      }
    }
    for (; column < columns; column++) {
      float value = score[column] - offset[column];
      if (value > maximum) {
        maximum = value;
        place = column;
      }
    }
    while (place + 1 < columns && !(score[place] - offset[place] >= maximum)) place++;
    best[row] = (int)place;
    largest[row] = maximum;
  }
}

TESSERA_MULTIVERSION
void tessera_add_to_double(double *sums, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += values[i];
}
