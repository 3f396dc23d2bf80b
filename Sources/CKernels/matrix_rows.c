#include <string.h>

#include "matrix.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
void tessera_matrix_widen(const uint16_t *packed, size_t pairs, float *panel) {
  for (size_t pair = 0; pair < pairs; pair++) {
    uint32_t lower[PANEL], upper[PANEL];
    for (int column = 0; column < PANEL; column++) {
      uint32_t both;
      memcpy(&both, packed + (pair * PANEL + (size_t)column) * 2, sizeof both);
      lower[column] = both << 16;
      upper[column] = both & 0xffff0000;
    }
    memcpy(panel + pair * 2 * PANEL, lower, sizeof lower);
    memcpy(panel + (pair * 2 + 1) * PANEL, upper, sizeof upper);
  }
}

__attribute__((always_inline)) static inline uint32_t bits_of(const float *value) {
  uint32_t bits;
  memcpy(&bits, value, sizeof bits);
  return bits;
}

TESSERA_MULTIVERSION
void tessera_matrix_round(const float *values, size_t count, float *rounded) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits = bf16_of_bits(bits_of(values + i)) << 16;
    memcpy(rounded + i, &bits, sizeof bits);
  }
}

TESSERA_MULTIVERSION
void tessera_matrix_to_bf16(const float *values, size_t count, uint16_t *result) {
  for (size_t i = 0; i < count; i++) result[i] = (uint16_t)bf16_of_bits(bits_of(values + i));
}

static inline void copy_run(const float *source, size_t count, matrix_row_form form, float *copy,
                            size_t index) {
  switch (form) {
    case ROWS_AS_THEY_ARE: memcpy(copy + index, source, count * sizeof *source); break;
    case ROWS_ROUNDED: tessera_matrix_round(source, count, copy + index); break;
    case ROWS_BF16: tessera_matrix_to_bf16(source, count, (uint16_t *)copy + index); break;
  }
}

static void copy_row(const float *row, const tessera_rows *left, const matrix_plan *plan,
                     size_t place, size_t count, matrix_row_form form, float *copy) {
  size_t block = 0, within = 0;
  for (size_t tap = 0; tap < left->tap_count || (tap == 0 && !left->taps); tap++) {
    const float *source = row + (left->taps ? left->taps[tap] : 0);
    for (size_t channel = 0; channel < left->channels;) {
      size_t run = left->channels - channel;
      if (run > plan->depth_block - within) run = plan->depth_block - within;
      copy_run(source + channel, run, form, copy,
               (block * count + place) * plan->row_stride + within);
      channel += run;
      within += run;
      if (within == plan->depth_block) {
        within = 0;
        block++;
      }
    }
  }
  if (form == ROWS_BF16 && plan->depth % 2 == 1)
    ((uint16_t *)copy)[(block * count + place) * plan->row_stride + within] = 0;
}

void tessera_matrix_copy_rows(const tessera_rows *left, const matrix_plan *plan,
                              const matrix_row_range *range, matrix_row_form form, float *copy) {
  size_t line = range->first / left->positions, position = range->first % left->positions;
  size_t before = range->first - range->block_first;
  for (size_t place = before; place < before + range->count; place++) {
    const float *row = left->start + (ptrdiff_t)line * left->line_stride +
                       (ptrdiff_t)position * left->position_stride;
    copy_row(row, left, plan, place, range->block_count, form, copy);
    if (++position == left->positions) {
      position = 0;
      line++;
    }
  }
}
