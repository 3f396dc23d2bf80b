#include "matrix.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define UNROLLED _Pragma("clang loop unroll(full)")

enum { LANES = 8, HALF = 2 * LANES, HEIGHT = 6 };

// Six rows of two vectors: half a panel at a time. See matrix_avx512.c for the pointers.
#define HIDDEN(pointer) __asm__("" : "+r"(pointer))

__attribute__((always_inline)) AVX2 static inline void half_tile(const int height,
                                                                 const matrix_tile *tile,
                                                                 size_t first) {
  const float *panel = (const float *)tile->panel + first;
  uintptr_t ahead = tile->ahead;
  const size_t stride = tile->row_stride, step = tile->ahead_step, depth = tile->depth;
  const float *lower = tile->lower ? tile->lower + first : NULL;
  const float *rows[(HEIGHT + 2) / 3];
  UNROLLED for (int group = 0; group < (height + 2) / 3; group++) {
    rows[group] = (const float *)tile->rows + (size_t)group * 3 * stride;
    HIDDEN(rows[group]);
  }
  __m256 sum[HEIGHT][2];
  UNROLLED for (int row = 0; row < height; row++)
    UNROLLED for (int vector = 0; vector < 2; vector++)
      sum[row][vector] = lower ? _mm256_loadu_ps(lower + row * PANEL + vector * LANES)
                               : _mm256_setzero_ps();
  for (size_t k = 0; k < depth; k++) {
    __m256 weight[2] = {_mm256_loadu_ps(panel), _mm256_loadu_ps(panel + LANES)};
    UNROLLED for (int row = 0; row < height; row++) {
      __m256 value = _mm256_broadcast_ss(rows[row / 3] + (size_t)(row % 3) * stride + k);
      UNROLLED for (int vector = 0; vector < 2; vector++)
        sum[row][vector] = _mm256_fmadd_ps(value, weight[vector], sum[row][vector]);
    }
    _mm_prefetch((const char *)ahead, _MM_HINT_T1);
    ahead += step;
    panel += PANEL;
  }
  UNROLLED for (int row = 0; row < height; row++) {
    ptrdiff_t place = row * tile->sum_stride + (ptrdiff_t)first;
    UNROLLED for (int vector = 0; vector < 2; vector++) {
      __m256 result = sum[row][vector];
      if (tile->bias)
        result = _mm256_add_ps(result, _mm256_loadu_ps(tile->bias + first + vector * LANES));
      if (tile->residual)
        result = _mm256_add_ps(result, _mm256_loadu_ps(tile->residual + place + vector * LANES));
      _mm256_storeu_ps(tile->sums + place + vector * LANES, result);
    }
  }
}

AVX2 static void clear_half(size_t height, float *sums, ptrdiff_t stride) {
  for (size_t row = 0; row < height; row++)
    for (int lane = 0; lane < HALF; lane += LANES)
      _mm256_storeu_ps(sums + (ptrdiff_t)row * stride + lane, _mm256_setzero_ps());
}

#define TILES(H) \
  AVX2 static void half_##H(const matrix_tile *tile, size_t first) { half_tile(H, tile, first); }
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6)

static void (*const halves[HEIGHT])(const matrix_tile *, size_t) = {half_1, half_2, half_3,
                                                                    half_4, half_5, half_6};

static void multiply_tile(size_t height, const matrix_tile *tile) {
  halves[height - 1](tile, 0);
  if (tile->narrow)
    clear_half(height, tile->sums + HALF, tile->sum_stride);
  else
    halves[height - 1](tile, HALF);
}

const matrix_kernels tessera_matrix_avx2 = {HEIGHT, multiply_tile, NULL};
#endif
