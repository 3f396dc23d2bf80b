#include <string.h>

#include "matrix.h"

enum { LANES = 4, HEIGHT = 4 };

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

static inline lanes lanes_at(const float *values) {
  lanes result;
  memcpy(&result, values, sizeof result);
  return result;
}

// Fused where the processor always has it, as on 64-bit ARM; in two roundings on a plain x86-64.
__attribute__((always_inline)) static inline lanes added(lanes sum, lanes weight, float value) {
#pragma clang fp contract(off)
#if defined(__FP_FAST_FMAF)
  lanes values = {value, value, value, value};
  return __builtin_elementwise_fma(values, weight, sum);
#else
  return sum + weight * value;
#endif
}

__attribute__((always_inline)) static inline void multiply(const int height,
                                                           const matrix_tile *tile, size_t first) {
  const float *rows = tile->rows;
  const float *panel = (const float *)tile->panel + first;
  const float *lower = tile->lower ? tile->lower + first : NULL;
  lanes sum[HEIGHT][2];
  for (int row = 0; row < height; row++)
    for (int vector = 0; vector < 2; vector++)
      sum[row][vector] =
          lower ? lanes_at(lower + row * PANEL + vector * LANES) : (lanes){0, 0, 0, 0};
  for (size_t k = 0; k < tile->depth; k++) {
    lanes weight[2] = {lanes_at(panel), lanes_at(panel + LANES)};
    for (int row = 0; row < height; row++)
      for (int vector = 0; vector < 2; vector++)
        sum[row][vector] =
            added(sum[row][vector], weight[vector], rows[(size_t)row * tile->row_stride + k]);
    panel += PANEL;
  }
  for (int row = 0; row < height; row++)
    for (int vector = 0; vector < 2; vector++) {
      ptrdiff_t column = (ptrdiff_t)first + vector * LANES;
      ptrdiff_t place = row * tile->sum_stride + column;
      lanes result = sum[row][vector];
      if (tile->bias) result += lanes_at(tile->bias + column);
      if (tile->residual) result += lanes_at(tile->residual + place);
      memcpy(tile->sums + place, &result, sizeof result);
    }
}

static void multiply_tile(size_t height, const matrix_tile *tile) {
  for (size_t first = 0; first < PANEL; first += 2 * LANES) switch (height) {
      case 1: multiply(1, tile, first); break;
      case 2: multiply(2, tile, first); break;
      case 3: multiply(3, tile, first); break;
      default: multiply(4, tile, first); break;
    }
}

const matrix_kernels tessera_matrix_portable = {HEIGHT, multiply_tile, NULL};
