#ifndef TESSERA_MATRIX_H
#define TESSERA_MATRIX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Matrix products whose right operand, the weights, is packed once into panels of
// TESSERA_PANEL_COLUMNS output columns.
//
// Every function here is single-threaded and keeps no state; threads call it for disjoint panels or
// rows of one product, each with scratch memory of its own. Buffers need no alignment beyond their
// element's; packed weights and scratch are fastest on 64-byte boundaries and, when large, on huge
// pages.
//
// Each 32-bit result is one chain of fused multiply-adds over the depth in ascending order, from 0
// on. It depends neither on the number of rows, nor on how rows and panels are split, nor on
// which of the AVX2 and AVX-512 kernels ran. Only processors without fused multiply-add round each
// product before adding it, and so give other bits.

/// The output columns of one panel; a last panel that is not full is padded with zeros.
#define TESSERA_PANEL_COLUMNS 32

/// The panels that hold `columns` output columns.
static inline size_t tessera_panels(size_t columns) {
  return (columns + TESSERA_PANEL_COLUMNS - 1) / TESSERA_PANEL_COLUMNS;
}

/// The kernels for one kind of processor, in ascending order of what they need.
enum {
  TESSERA_MATRIX_PORTABLE = 0,
  TESSERA_MATRIX_AVX2 = 1,
  TESSERA_MATRIX_AVX512 = 2,
  /// As AVX512, with the processor's own bfloat16 dot product.
  TESSERA_MATRIX_AVX512_BF16 = 3,
};

/// The level in use, one of the constants above.
int tessera_matrix_level(void);

/// Asks for the kernels of `level`, or of the highest level below it that the processor has; a
/// negative `level` goes back to the one that is chosen by itself. For tests and benchmarks.
void tessera_matrix_limit_level(int level);

/// Where the weight of output column n, tap t and input channel c stands:
/// `start[n * column_stride + t * tap_stride + c * channel_stride]`, in elements.
///
/// The depth index of a weight is `t * channels + c`. A plain matrix has one tap, and its depth is
/// `channels`: `[columns, depth]` has strides (depth, 0, 1) and `[depth, columns]` has (1, 0,
/// columns). Convolution weights `[columns, channels, taps]` have strides (channels * taps, 1,
/// taps).
typedef struct {
  const float *start;
  ptrdiff_t column_stride;
  ptrdiff_t tap_stride;
  ptrdiff_t channel_stride;
  size_t columns;
  size_t taps;
  size_t channels;
} tessera_weights;

/// The floats of one packed panel, `[depth, 32]`.
static inline size_t tessera_panel_count(size_t depth) { return depth * TESSERA_PANEL_COLUMNS; }

/// The 16-bit values of one packed bfloat16 panel, `[(depth + 1) / 2, 32, 2]`: pairs of neighbours
/// in depth stand together, and an odd depth is padded with zeros.
static inline size_t tessera_panel_count_bf16(size_t depth) {
  return (depth + 1) / 2 * 2 * TESSERA_PANEL_COLUMNS;
}

/// Packs panels `first_panel ..< first_panel + panel_count`, into the places they have in `packed`,
/// which holds all panels of the weights, one behind the other.
void tessera_pack(const tessera_weights *weights, size_t first_panel, size_t panel_count,
                  float *packed);

/// As `tessera_pack`, rounded to the nearest bfloat16, to even on ties; a NaN stays one.
void tessera_pack_bf16(const tessera_weights *weights, size_t first_panel, size_t panel_count,
                       uint16_t *packed);

/// The left operand: row `line * positions + position` has, at depth `t * channels + c`, the value
/// `start[line * line_stride + position * position_stride + taps[t] + c]`.
///
/// A plain matrix is one line of `positions` rows with one tap at 0 (`taps` NULL means that). A
/// convolution over a padded `[height, width, channels]` input has a line per output row, a
/// position per output column and a tap per kernel element. Strides and taps are in floats.
typedef struct {
  const float *start;
  ptrdiff_t line_stride;
  ptrdiff_t position_stride;
  size_t lines;
  size_t positions;
  const ptrdiff_t *taps;
  size_t tap_count;
  size_t channels;
} tessera_rows;

/// What becomes of a product: `output = activation(product + bias) + residual`.
///
/// `bias` has a value per output column; `activation` maps `count` values and is called in place on
/// runs of up to 448 values, 32 per row, where the columns that pad a last panel count too;
/// `residual` is laid out as the output and may be the output. Each may be NULL.
typedef struct {
  const float *bias;
  void (*activation)(const float *input, float *output, size_t count);
  const float *residual;
} tessera_finish;

/// Where results go: row `line * positions + position` and column n of the product stands at
/// `start[line * line_stride + position * position_stride + n]`; n counts from the first column of
/// the weights, whichever panels are computed. Results must not overlap the left operand, the
/// weights or the scratch memory.
typedef struct {
  float *start;
  ptrdiff_t line_stride;
  ptrdiff_t position_stride;
} tessera_output;

/// The floats of scratch memory that any function below needs for these rows, and that suffice for
/// fewer rows of the same depth: about 0.8 MB for many rows of depth 1024, 2.9 MB at 4096.
size_t tessera_multiply_scratch_count(const tessera_rows *left);

/// Panels `first_panel ..< first_panel + panel_count` of the product of `left`, `[rows, depth]`,
/// and the packed weights, `[depth, columns]`. `packed` is the start of all panels; `finish` may be
/// NULL. Results of other columns are left alone.
void tessera_multiply(const tessera_rows *left, const float *packed, size_t columns,
                      size_t first_panel, size_t panel_count, const tessera_output *output,
                      const tessera_finish *finish, float *scratch);

/// As `tessera_multiply`, with weights in bfloat16 and the left operand rounded to bfloat16.
///
/// Sums are kept in 32 bits. Up to AVX512 they are chains as in `tessera_multiply`, with the same
/// bits; AVX512_BF16 adds two products at a time and takes subnormal values for zero.
void tessera_multiply_bf16(const tessera_rows *left, const uint16_t *packed, size_t columns,
                           size_t first_panel, size_t panel_count, const tessera_output *output,
                           const tessera_finish *finish, float *scratch);

// Products of few rows by many columns are cut into panels, and each thread would copy all rows for
// itself. Instead the rows are copied once, by all threads, and then all of them read the copy:
// block after block of `tessera_rows_at_a_time`.

/// The most rows that are copied and multiplied at a time.
#define TESSERA_ROWS_AT_A_TIME 160

/// How many rows of `left` are copied and multiplied at a time; the last block may be smaller.
size_t tessera_rows_at_a_time(const tessera_rows *left);

/// How many panels are best multiplied at a time.
size_t tessera_panels_at_a_time(const tessera_rows *left);

/// The floats of the copy of one block, for weights of 32 bits or in bfloat16.
size_t tessera_copied_count(const tessera_rows *left);

/// Copies `row_count` rows from `first_row` on to their places in the copy of block `block`.
void tessera_copy_rows(const tessera_rows *left, bool bf16, size_t block, size_t first_row,
                       size_t row_count, float *copied);

/// As `tessera_multiply`, for the rows of block `block` alone, all of which were copied. Needs
/// `tessera_copied_scratch_count` floats of scratch memory.
void tessera_multiply_copied(const tessera_rows *left, size_t block, const float *copied,
                             const float *packed, size_t columns, size_t first_panel,
                             size_t panel_count, const tessera_output *output,
                             const tessera_finish *finish, float *scratch);

/// As `tessera_multiply_copied`, as `tessera_multiply_bf16`.
void tessera_multiply_copied_bf16(const tessera_rows *left, size_t block, const float *copied,
                                  const uint16_t *packed, size_t columns, size_t first_panel,
                                  size_t panel_count, const tessera_output *output,
                                  const tessera_finish *finish, float *scratch);

/// The floats of scratch memory that products of copied rows need.
size_t tessera_copied_scratch_count(const tessera_rows *left);

/// For every row of `left`, the column with the largest `product - offset[column]`, the lowest one
/// on ties, and that value. `offset` may be NULL. A row without any score above minus infinity gets
/// column 0 and minus infinity.
void tessera_nearest_packed(const tessera_rows *left, const float *packed, const float *offset,
                            size_t columns, int32_t *best, float *largest, float *scratch);
#endif
