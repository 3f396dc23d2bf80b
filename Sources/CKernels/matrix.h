#ifndef TESSERA_MATRIX_INTERNAL_H
#define TESSERA_MATRIX_INTERNAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tessera_matrix.h"

enum {
  PANEL = TESSERA_PANEL_COLUMNS,
  /// The depth of the largest blocks that products are cut into. Note 1: between 192 and 1024 it
  /// hardly matters, since a panel's block comes from the second-level cache fast enough.
  DEPTH_BLOCK = 512,
  /// Between the rows of a copied block stand so many values more than it is deep, lest they all
  /// fall into the same few sets of the first-level cache.
  ROW_PADDING = 16,
  /// The rows of the largest tile of any kernel.
  TALLEST_TILE = 14,
};

/// One tile of a block: sums = lower + rows * panel + bias + residual, where rows are
/// `[height, depth]` and the panel is `[depth, 32]`.
typedef struct {
  const void *rows;
  /// Between rows, in units of 4 bytes: one float, or two bfloat16 values.
  size_t row_stride;
  const void *panel;
  /// In units of 4 bytes.
  size_t depth;
  /// Where the results go, whose rows are `sum_stride` apart.
  float *sums;
  ptrdiff_t sum_stride;
  /// What lower depths added up to, `[height, 32]`, or NULL to start from 0.
  const float *lower;
  /// Added to each row and to each sum, in this order; NULL for nothing. Residuals are laid out as
  /// the sums, and may be where the sums go.
  const float *bias;
  const float *residual;
  /// Whether only the first 16 columns are wanted; the others become 0.
  bool narrow;
  /// What will be needed next: for each unit of depth a line is fetched, `ahead_step` bytes on.
  uintptr_t ahead;
  size_t ahead_step;
} matrix_tile;

typedef struct {
  size_t tallest;
  /// For tiles of any height up to `tallest`, of 32-bit weights.
  void (*tile)(size_t height, const matrix_tile *tile);
  /// Of bfloat16 weights and rows; NULL where blocks are widened for `tile` instead.
  void (*tile_bf16)(size_t height, const matrix_tile *tile);
} matrix_kernels;

extern const matrix_kernels tessera_matrix_portable, tessera_matrix_avx2, tessera_matrix_avx512,
    tessera_matrix_avx512_bf16;

const matrix_kernels *tessera_matrix_kernels(void);

/// How the rows and the depth of one product are cut, and where scratch memory is used for what.
typedef struct {
  size_t rows;
  size_t depth;
  size_t depth_block;
  size_t depth_blocks;
  /// Between copied rows, in values.
  size_t row_stride;
  /// The rows that are copied and multiplied at a time.
  size_t row_block;
  /// The panels whose sums are kept while one block of the depth after the other passes.
  size_t panel_group;
  /// Sums of a group of panels, `[panel_group, row_block, 32]`.
  float *sums;
  /// One widened block of bfloat16 weights, `[depth_block, 32]`.
  float *widened;
  /// 32 values for each panel of a group.
  float *columns;
  /// For the use of whoever takes the results, `[row_block, 32]`.
  float *state;
  /// Rows copied beside each other, block after block of the depth:
  /// `[depth_blocks, rows of this row block, row_stride]`.
  float *copy;
} matrix_plan;

matrix_plan tessera_matrix_plan(const tessera_rows *left, float *scratch);

/// The form in which rows are copied beside each other.
typedef enum { ROWS_AS_THEY_ARE, ROWS_ROUNDED, ROWS_BF16 } matrix_row_form;

/// Rows that are copied together: `count` from `first` on, some of a block of `block_count` from
/// `block_first` on.
typedef struct {
  size_t block_first;
  size_t block_count;
  size_t first;
  size_t count;
} matrix_row_range;

/// Copies rows to their places in their block's copy. What pads a last block of the depth is
/// undefined, but for the value that completes a pair, which is 0.
void tessera_matrix_copy_rows(const tessera_rows *left, const matrix_plan *plan,
                              const matrix_row_range *range, matrix_row_form form, float *copy);

/// The form in which rows are copied for weights of 32 bits or in bfloat16.
matrix_row_form tessera_matrix_row_form(bool bf16);

/// Widens `pairs` times 32 pairs of a bfloat16 panel to `[2 * pairs, 32]` floats.
void tessera_matrix_widen(const uint16_t *packed, size_t pairs, float *panel);

/// The finished sums of one tile.
typedef struct {
  size_t first_row;
  size_t height;
  size_t first_column;
  /// Of the 32 columns, those that exist.
  size_t width;
  /// `[height, 32]`; may be overwritten.
  float *sums;
  /// The panel's 32 values.
  float *columns;
} matrix_result;

/// A product whose sums are handed over tile by tile, panel after panel.
typedef struct {
  const tessera_rows *left;
  const matrix_plan *plan;
  const void *packed;
  bool bf16;
  size_t columns;
  size_t first_panel;
  size_t panel_count;
  /// Called before a panel's first tile, with 32 values for the panel to use.
  void (*begin_panel)(void *context, size_t first_column, size_t width, float *columns);
  /// Called before a tile's last block; returns whether it made the tile finish its results in
  /// place, so that there is nothing left to take. May be NULL.
  bool (*prepare)(void *context, const matrix_result *result, matrix_tile *tile);
  void (*take)(void *context, const matrix_result *result);
  void *context;
} matrix_product;

/// Rows `first_row ..< first_row + row_count` of the product, at most the plan's row block, which
/// stand in `copy`.
void tessera_matrix_multiply_rows(const matrix_product *product, const float *copy,
                                  size_t first_row, size_t row_count);

/// Rounds to the nearest bfloat16, to even on ties, and keeps a NaN one.
__attribute__((always_inline)) static inline uint32_t bf16_of_bits(uint32_t bits) {
  uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  uint32_t quiet = (bits >> 16) | 0x40;
  return (bits & 0x7fffffff) > 0x7f800000 ? quiet : rounded;
}
#endif
