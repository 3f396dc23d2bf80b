#include <string.h>

#include "matrix.h"
#include "multiversion.h"

enum { SIDE = 16 };

typedef uint32_t lanes __attribute__((vector_size(SIDE * sizeof(uint32_t))));

#define INLINED __attribute__((always_inline)) static inline

// Four times the same step, which deals the lower and the upper half of the rows out in turns.
INLINED void transpose(lanes block[SIDE]) {
#pragma clang loop unroll(full)
  for (int step = 0; step < 4; step++) {
    lanes dealt[SIDE];
#pragma clang loop unroll(full)
    for (int row = 0; row < SIDE / 2; row++) {
      lanes low = block[row], high = block[row + SIDE / 2];
      dealt[2 * row] = __builtin_shufflevector(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                               6, 22, 7, 23);
      dealt[2 * row + 1] = __builtin_shufflevector(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                   13, 29, 14, 30, 15, 31);
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < SIDE; row++) block[row] = dealt[row];
  }
}

// 16 channels of one column and tap; channels that do not exist are 0.
INLINED void gather(const float *source, ptrdiff_t stride, size_t count, lanes *gathered) {
  uint32_t values[SIDE] = {0};
  for (size_t i = 0; i < count; i++)
    memcpy(values + i, source + (ptrdiff_t)i * stride, sizeof *values);
  memcpy(gathered, values, sizeof values);
}

// A square of 16 columns and `count` <= 16 channels, to packed[channel * 32 + column].
INLINED void pack_square(const tessera_weights *weights, const float *source, size_t columns,
                         size_t count, float *packed) {
  lanes block[SIDE] = {0};
  ptrdiff_t stride = weights->channel_stride;
  if (columns == SIDE && count == SIDE && stride == 1) {
#pragma clang loop unroll(full)
    for (int column = 0; column < SIDE; column++)
      memcpy(block + column, source + column * weights->column_stride, sizeof(lanes));
  } else {
    for (size_t column = 0; column < columns; column++)
      gather(source + (ptrdiff_t)column * weights->column_stride, stride, count, block + column);
  }
  transpose(block);
  if (count == SIDE) {
#pragma clang loop unroll(full)
    for (int channel = 0; channel < SIDE; channel++)
      memcpy(packed + channel * PANEL, block + channel, sizeof(lanes));
  } else {
    for (size_t channel = 0; channel < count; channel++)
      memcpy(packed + channel * PANEL, block + channel, sizeof(lanes));
  }
}

// Columns stand next to each other: rows of a panel are copied as they are.
static void pack_rows(const tessera_weights *weights, size_t first_column, size_t width,
                      float *packed) {
  const float *start = weights->start + first_column;
  for (size_t tap = 0; tap < weights->taps; tap++)
    for (size_t channel = 0; channel < weights->channels; channel++) {
      const float *source = start + (ptrdiff_t)tap * weights->tap_stride +
                            (ptrdiff_t)channel * weights->channel_stride;
      if (width == PANEL) {
        memcpy(packed, source, PANEL * sizeof *packed);
      } else {
        memset(packed, 0, PANEL * sizeof *packed);
        memcpy(packed, source, width * sizeof *packed);
      }
      packed += PANEL;
    }
}

// Taps turn fastest, because those of a convolution share cache lines.
TESSERA_MULTIVERSION
void tessera_matrix_pack_squares(const tessera_weights *weights, size_t first_column, size_t width,
                                 float *packed) {
  const float *start = weights->start + (ptrdiff_t)first_column * weights->column_stride;
  for (size_t channel = 0; channel < weights->channels; channel += SIDE) {
    size_t count = weights->channels - channel < SIDE ? weights->channels - channel : SIDE;
    for (size_t tap = 0; tap < weights->taps; tap++)
      for (size_t half = 0; half < PANEL; half += SIDE) {
        size_t columns = width < half ? 0 : width - half < SIDE ? width - half : SIDE;
        pack_square(weights,
                    start + (ptrdiff_t)half * weights->column_stride +
                        (ptrdiff_t)tap * weights->tap_stride +
                        (ptrdiff_t)channel * weights->channel_stride,
                    columns, count, packed + (tap * weights->channels + channel) * PANEL + half);
      }
  }
}

static size_t width_of_panel(const tessera_weights *weights, size_t panel) {
  size_t rest = weights->columns - panel * PANEL;
  return rest < PANEL ? rest : PANEL;
}

void tessera_pack(const tessera_weights *weights, size_t first_panel, size_t panel_count,
                  float *packed) {
  size_t count = tessera_panel_count(weights->taps * weights->channels);
  for (size_t panel = first_panel; panel < first_panel + panel_count; panel++) {
    size_t width = width_of_panel(weights, panel);
    if (weights->column_stride == 1 && weights->channel_stride != 1)
      pack_rows(weights, panel * PANEL, width, packed + panel * count);
    else
      tessera_matrix_pack_squares(weights, panel * PANEL, width, packed + panel * count);
  }
}

// Two packed rows of 32-bit values to one of pairs.
TESSERA_MULTIVERSION
void tessera_matrix_pair(const float *rows, size_t depth, uint16_t *packed) {
  for (size_t row = 0; row < depth; row += 2) {
    uint32_t low[PANEL], high[PANEL] = {0}, pairs[PANEL];
    memcpy(low, rows + row * PANEL, sizeof low);
    if (row + 1 < depth) memcpy(high, rows + (row + 1) * PANEL, sizeof high);
    for (int column = 0; column < PANEL; column++)
      pairs[column] = bf16_of_bits(low[column]) | bf16_of_bits(high[column]) << 16;
    memcpy(packed + row * PANEL, pairs, sizeof pairs);
  }
}

enum { PAIR_BLOCK = 64 };

// Some channels of one tap at a time go through a small block of 32-bit values. An odd number of
// channels would tear pairs apart between taps, so then the whole depth is walked value by value.
static void pack_panel_bf16(const tessera_weights *weights, size_t first_column, size_t width,
                            uint16_t *packed) {
  float rows[PAIR_BLOCK * PANEL];
  tessera_weights part = *weights;
  part.taps = 1;
  for (size_t tap = 0; tap < weights->taps; tap++)
    for (size_t channel = 0; channel < weights->channels; channel += PAIR_BLOCK) {
      size_t rest = weights->channels - channel;
      part.channels = rest < PAIR_BLOCK ? rest : PAIR_BLOCK;
      part.start = weights->start + (ptrdiff_t)tap * weights->tap_stride +
                   (ptrdiff_t)channel * weights->channel_stride;
      if (weights->column_stride == 1 && weights->channel_stride != 1)
        pack_rows(&part, first_column, width, rows);
      else
        tessera_matrix_pack_squares(&part, first_column, width, rows);
      tessera_matrix_pair(rows, part.channels, packed);
      packed += part.channels * PANEL;
    }
}

static void pack_panel_bf16_one_by_one(const tessera_weights *weights, size_t first_column,
                                       size_t width, uint16_t *packed) {
  size_t depth = weights->taps * weights->channels;
  memset(packed, 0, tessera_panel_count_bf16(depth) * sizeof *packed);
  const float *start = weights->start + (ptrdiff_t)first_column * weights->column_stride;
  for (size_t index = 0; index < depth; index++) {
    const float *source = start +
                          (ptrdiff_t)(index / weights->channels) * weights->tap_stride +
                          (ptrdiff_t)(index % weights->channels) * weights->channel_stride;
    for (size_t column = 0; column < width; column++) {
      uint32_t bits;
      memcpy(&bits, source + (ptrdiff_t)column * weights->column_stride, sizeof bits);
      packed[(index / 2 * PANEL + column) * 2 + index % 2] = (uint16_t)bf16_of_bits(bits);
    }
  }
}

void tessera_pack_bf16(const tessera_weights *weights, size_t first_panel, size_t panel_count,
                       uint16_t *packed) {
  size_t count = tessera_panel_count_bf16(weights->taps * weights->channels);
  bool torn = weights->taps > 1 && weights->channels % 2 == 1;
  for (size_t panel = first_panel; panel < first_panel + panel_count; panel++)
    (torn ? pack_panel_bf16_one_by_one : pack_panel_bf16)(
        weights, panel * PANEL, width_of_panel(weights, panel), packed + panel * count);
}
