#include <stdatomic.h>

#include "matrix.h"

static _Atomic int chosen_level = -1;

static int highest_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (avx512 && __builtin_cpu_supports("avx512bf16")) return TESSERA_MATRIX_AVX512_BF16;
  if (avx512) return TESSERA_MATRIX_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return TESSERA_MATRIX_AVX2;
#endif
  return TESSERA_MATRIX_PORTABLE;
}

// Note 1: an Emerald Rapids core starts two 512-bit multiply-adds a cycle but one bfloat16 dot
// product in two, so widened weights are twice as fast there. The choice goes by the maker instead
// of by a measurement, so that a machine gives the same bits every time.
static int level_by_itself(void) {
  int level = highest_level();
#if defined(__x86_64__)
  if (level == TESSERA_MATRIX_AVX512_BF16 && !__builtin_cpu_is("amd")) return TESSERA_MATRIX_AVX512;
#endif
  return level;
}

int tessera_matrix_level(void) {
  int level = atomic_load_explicit(&chosen_level, memory_order_relaxed);
  if (level >= 0) return level;
  level = level_by_itself();
  atomic_store_explicit(&chosen_level, level, memory_order_relaxed);
  return level;
}

void tessera_matrix_limit_level(int level) {
  int highest = highest_level();
  int wanted = level < 0 ? level_by_itself() : level < highest ? level : highest;
  atomic_store_explicit(&chosen_level, wanted, memory_order_relaxed);
}

const matrix_kernels *tessera_matrix_kernels(void) {
  switch (tessera_matrix_level()) {
#if defined(__x86_64__)
    case TESSERA_MATRIX_AVX512_BF16: return &tessera_matrix_avx512_bf16;
    case TESSERA_MATRIX_AVX512: return &tessera_matrix_avx512;
    case TESSERA_MATRIX_AVX2: return &tessera_matrix_avx2;
#endif
    default: return &tessera_matrix_portable;
  }
}
