#include "matrix.h"

// Bytes of rows that are copied at a time, so that they stay in the second-level cache while all
// panels pass; and rows at most, beyond which nothing is gained. Note 1: 289 and 2312 rows of 1024
// or 4096 values took 1 to 4 % longer with 1 MB or 1.25 MB.
enum { COPY_BYTES = 1 << 19, LARGEST_ROW_BLOCK = 320, ALIGNMENT = 64 };

static size_t quotient_up(size_t value, size_t divisor) { return (value + divisor - 1) / divisor; }

static float *aligned(float *scratch) {
  size_t past = (uintptr_t)scratch % ALIGNMENT;
  return past == 0 ? scratch : scratch + (ALIGNMENT - past) / sizeof *scratch;
}

static matrix_plan plan_of(const tessera_rows *left) {
  matrix_plan plan = {.rows = left->lines * left->positions,
                      .depth = (left->taps ? left->tap_count : 1) * left->channels};
  plan.depth_blocks = plan.depth > DEPTH_BLOCK ? quotient_up(plan.depth, DEPTH_BLOCK) : 1;
  plan.depth_block = quotient_up(quotient_up(plan.depth, plan.depth_blocks), 16) * 16;
  plan.row_stride = plan.depth_block + ROW_PADDING;
  size_t row_bytes = plan.depth_blocks * plan.row_stride * sizeof(float);
  size_t largest = COPY_BYTES / row_bytes;
  if (largest < 6 * TALLEST_TILE) largest = 6 * TALLEST_TILE;
  if (largest > LARGEST_ROW_BLOCK) largest = LARGEST_ROW_BLOCK;
  plan.largest_row_block = largest;
  plan.row_block = plan.rows > 0 ? quotient_up(plan.rows, quotient_up(plan.rows, largest)) : 0;
  return plan;
}

matrix_plan tessera_matrix_plan(const tessera_rows *left, float *scratch) {
  matrix_plan plan = plan_of(left);
  plan.sums = aligned(scratch);
  plan.widened = plan.sums + plan.row_block * PANEL;
  plan.columns = plan.widened + plan.depth_block * PANEL;
  plan.state = plan.columns + PANEL;
  plan.copy = plan.state + plan.row_block * PANEL;
  return plan;
}

// By the largest block instead of the one that divides these rows evenly, so that fewer rows never
// need more.
size_t tessera_multiply_scratch_count(const tessera_rows *left) {
  matrix_plan plan = plan_of(left);
  size_t rows = plan.rows < plan.largest_row_block ? plan.rows : plan.largest_row_block;
  return ALIGNMENT / sizeof(float) + rows * PANEL * 2 + plan.depth_block * PANEL + PANEL +
         rows * plan.depth_blocks * plan.row_stride;
}

typedef struct {
  const matrix_product *product;
  const matrix_kernels *kernels;
  size_t first_row;
  size_t row_count;
  bool paired;
} row_block;

// One block of the depth of one panel, for all tiles; the last block's tiles are handed over.
static void multiply_block(const row_block *rows, size_t block, const char *packed,
                           matrix_result result) {
  const matrix_product *product = rows->product;
  const matrix_plan *plan = product->plan;
  bool last = block + 1 == plan->depth_blocks;
  size_t start = block * plan->depth_block;
  size_t depth = plan->depth - start < plan->depth_block ? plan->depth - start : plan->depth_block;
  // An element of the packed block: a pair of columns' worth of bfloat16, or one of 32-bit values.
  size_t depth_bytes = PANEL * (product->bf16 ? sizeof(uint16_t) : sizeof(float));
  size_t tiles = quotient_up(rows->row_count, rows->kernels->tallest);
  matrix_tile tile = {.panel = packed + start * depth_bytes,
                      .row_stride = rows->paired ? plan->row_stride / 2 : plan->row_stride,
                      .depth = rows->paired ? quotient_up(depth, 2) : depth,
                      .narrow = result.width <= PANEL / 2,
                      .ahead = (uintptr_t)packed + (start + depth) * depth_bytes};
  tile.ahead_step = quotient_up(depth_bytes * (rows->paired ? 2 : 1), tiles);
  if (product->bf16 && !rows->paired) {
    tessera_matrix_widen(tile.panel, quotient_up(depth, 2), plan->widened);
    tile.panel = plan->widened;
  }
  const float *copy = plan->copy + block * rows->row_count * tile.row_stride;
  size_t row = 0;
  for (size_t index = 0; index < tiles; index++) {
    result.height = rows->row_count / tiles + (index < rows->row_count % tiles);
    result.first_row = rows->first_row + row;
    result.sums = plan->sums + (plan->depth_blocks > 1 ? row * PANEL : 0);
    tile.rows = copy + row * tile.row_stride;
    tile.lower = block > 0 ? result.sums : NULL;
    tile.sums = result.sums;
    tile.sum_stride = PANEL;
    tile.bias = tile.residual = NULL;
    bool finished =
        last && product->prepare && product->prepare(product->context, &result, &tile);
    (rows->paired ? rows->kernels->tile_bf16 : rows->kernels->tile)(result.height, &tile);
    if (last && !finished) product->take(product->context, &result);
    tile.ahead += tile.ahead_step * tile.depth;
    row += result.height;
  }
}

void tessera_matrix_multiply_rows(const matrix_product *product, size_t first_row,
                                  size_t row_count) {
  const matrix_plan *plan = product->plan;
  const matrix_kernels *kernels = tessera_matrix_kernels();
  row_block rows = {product, kernels, first_row, row_count, product->bf16 && kernels->tile_bf16};
  matrix_row_form form = rows.paired ? ROWS_BF16 : product->bf16 ? ROWS_ROUNDED : ROWS_AS_THEY_ARE;
  tessera_matrix_copy_rows(product->left, plan, first_row, row_count, form);
  size_t panel_bytes = product->bf16 ? tessera_panel_count_bf16(plan->depth) * sizeof(uint16_t)
                                     : tessera_panel_count(plan->depth) * sizeof(float);
  for (size_t panel = product->first_panel; panel < product->first_panel + product->panel_count;
       panel++) {
    matrix_result result = {.first_column = panel * PANEL};
    result.width = product->columns - result.first_column;
    if (result.width > PANEL) result.width = PANEL;
    product->begin_panel(product->context, result.first_column, result.width);
    for (size_t block = 0; block < plan->depth_blocks; block++)
      multiply_block(&rows, block, (const char *)product->packed + panel * panel_bytes, result);
  }
}
