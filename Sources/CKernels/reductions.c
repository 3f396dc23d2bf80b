#include "tessera_reductions.h"

#include "lane_sums.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
float tessera_sum_of_squares(const float *values, size_t count) {
  return squares_of_row(values, count);
}
