#include "matrix.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma")))
#define AVX512_BF16 __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma")))
#define UNROLLED _Pragma("clang loop unroll(full)")

enum { LANES = 16, HEIGHT = TALLEST_TILE };

// A tile's sums stay in registers: 14 rows of two vectors, beside two vectors of weights and one
// value of the left operand. Rows are addressed from every third one, since 14 pointers would not
// fit the registers; HIDDEN keeps the compiler from working them out again.
#define HIDDEN(pointer) __asm__("" : "+r"(pointer))

#define TILE_BODY(HEIGHT_, VECTORS, PRODUCT)                                                       \
  const int height = HEIGHT_, vectors = VECTORS;                                                   \
  const float *panel = tile->panel;                                                                \
  uintptr_t ahead = tile->ahead;                                                                   \
  const size_t stride = tile->row_stride, step = tile->ahead_step, depth = tile->depth;            \
  const float *rows[(HEIGHT + 2) / 3];                                                             \
  UNROLLED for (int group = 0; group < (height + 2) / 3; group++) {                                \
    rows[group] = (const float *)tile->rows + (size_t)group * 3 * stride;                          \
    HIDDEN(rows[group]);                                                                           \
  }                                                                                                \
  __m512 sum[HEIGHT][2];                                                                           \
  UNROLLED for (int row = 0; row < height; row++)                                                  \
    UNROLLED for (int vector = 0; vector < vectors; vector++)                                      \
      sum[row][vector] = tile->lower                                                               \
          ? _mm512_loadu_ps(tile->lower + row * PANEL + vector * LANES) : _mm512_setzero_ps();     \
  for (size_t k = 0; k < depth; k++) {                                                             \
    __m512 weight[2];                                                                              \
    UNROLLED for (int vector = 0; vector < vectors; vector++)                                      \
      weight[vector] = _mm512_loadu_ps(panel + vector * LANES);                                    \
    UNROLLED for (int row = 0; row < height; row++) {                                              \
      __m512 value = _mm512_set1_ps(rows[row / 3][(size_t)(row % 3) * stride + k]);                \
      UNROLLED for (int vector = 0; vector < vectors; vector++)                                    \
        sum[row][vector] = PRODUCT(value, weight[vector], sum[row][vector]);                       \
    }                                                                                              \
    _mm_prefetch((const char *)ahead, _MM_HINT_T1);                                                \
    ahead += step;                                                                                 \
    panel += PANEL;                                                                                \
  }                                                                                                \
  if (tile->bias)                                                                                  \
    UNROLLED for (int row = 0; row < height; row++)                                                \
      UNROLLED for (int vector = 0; vector < vectors; vector++)                                    \
        sum[row][vector] =                                                                         \
            _mm512_add_ps(sum[row][vector], _mm512_loadu_ps(tile->bias + vector * LANES));         \
  if (tile->residual)                                                                              \
    UNROLLED for (int row = 0; row < height; row++)                                                \
      UNROLLED for (int vector = 0; vector < vectors; vector++)                                    \
        sum[row][vector] = _mm512_add_ps(                                                          \
            sum[row][vector],                                                                      \
            _mm512_loadu_ps(tile->residual + row * tile->sum_stride + vector * LANES));            \
  float *sums = tile->sums;                                                                        \
  const ptrdiff_t sum_stride = tile->sum_stride;                                                   \
  UNROLLED for (int row = 0; row < height; row++) {                                                \
    UNROLLED for (int vector = 0; vector < 2; vector++)                                            \
      _mm512_storeu_ps(sums + vector * LANES,                                                      \
                       vector < vectors ? sum[row][vector] : _mm512_setzero_ps());                 \
    sums += sum_stride;                                                                            \
  }

#define FUSED(value, weight, sum) _mm512_fmadd_ps(value, weight, sum)
#define PAIRED(value, weight, sum) _mm512_dpbf16_ps(sum, (__m512bh)(value), (__m512bh)(weight))

#define TILES(H)                                                                        \
  AVX512 static void tile_##H(const matrix_tile *tile) { TILE_BODY(H, 2, FUSED) }       \
  AVX512 static void narrow_##H(const matrix_tile *tile) { TILE_BODY(H, 1, FUSED) }     \
  AVX512_BF16 static void paired_##H(const matrix_tile *tile) { TILE_BODY(H, 2, PAIRED) }

TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6) TILES(7)
TILES(8) TILES(9) TILES(10) TILES(11) TILES(12) TILES(13) TILES(14)

#define ALL_HEIGHTS(NAME)                                                                         \
  {NAME##_1, NAME##_2, NAME##_3,  NAME##_4,  NAME##_5,  NAME##_6,  NAME##_7,                      \
   NAME##_8, NAME##_9, NAME##_10, NAME##_11, NAME##_12, NAME##_13, NAME##_14}

typedef void tile_function(const matrix_tile *tile);
static tile_function *const tiles[HEIGHT] = ALL_HEIGHTS(tile);
static tile_function *const narrow_tiles[HEIGHT] = ALL_HEIGHTS(narrow);
static tile_function *const paired_tiles[HEIGHT] = ALL_HEIGHTS(paired);

static void multiply_tile(size_t height, const matrix_tile *tile) {
  (tile->narrow ? narrow_tiles : tiles)[height - 1](tile);
}

static void multiply_paired_tile(size_t height, const matrix_tile *tile) {
  paired_tiles[height - 1](tile);
}

const matrix_kernels tessera_matrix_avx512 = {HEIGHT, multiply_tile, NULL};
const matrix_kernels tessera_matrix_avx512_bf16 = {HEIGHT, multiply_tile, multiply_paired_tile};
#endif
