#include "matrix.h"

// Rows that are copied at a time: few enough that they stay in the second-level cache while all
// panels pass. Of deep products only a block of the depth stays there, so that it is to serve a
// group of panels. Note 1: 289 and 2312 rows of 4096 values took 8 to 12 % longer without groups, of
// 1024 values 1 to 3 % longer with them; 320 rows at a time took 2 to 4 % longer than 160.
enum { LARGEST_ROW_BLOCK = TESSERA_ROWS_AT_A_TIME, SHALLOW_BLOCKS = 2, PANEL_GROUP = 4, ALIGNMENT = 64 };

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
  plan.row_block =
      plan.rows > 0 ? quotient_up(plan.rows, quotient_up(plan.rows, LARGEST_ROW_BLOCK)) : 0;
  plan.panel_group = plan.depth_blocks > SHALLOW_BLOCKS ? PANEL_GROUP : 1;
  return plan;
}

matrix_plan tessera_matrix_plan(const tessera_rows *left, float *scratch) {
  matrix_plan plan = plan_of(left);
  plan.sums = aligned(scratch);
  plan.widened = plan.sums + plan.panel_group * plan.row_block * PANEL;
  plan.columns = plan.widened + plan.depth_block * PANEL;
  plan.state = plan.columns + plan.panel_group * PANEL;
  plan.copy = plan.state + plan.row_block * PANEL;
  return plan;
}

// By the largest block instead of the one that divides these rows evenly, so that fewer rows never
// need more.
static size_t rows_of(const matrix_plan *plan) {
  return plan->rows < LARGEST_ROW_BLOCK ? plan->rows : LARGEST_ROW_BLOCK;
}

static size_t copied_count(const matrix_plan *plan) {
  return rows_of(plan) * plan->depth_blocks * plan->row_stride;
}

size_t tessera_rows_at_a_time(const tessera_rows *left) { return plan_of(left).row_block; }

size_t tessera_panels_at_a_time(const tessera_rows *left) { return plan_of(left).panel_group; }

size_t tessera_copied_count(const tessera_rows *left) {
  matrix_plan plan = plan_of(left);
  return copied_count(&plan);
}

size_t tessera_copied_scratch_count(const tessera_rows *left) {
  matrix_plan plan = plan_of(left);
  return ALIGNMENT / sizeof(float) + (plan.panel_group + 1) * rows_of(&plan) * PANEL +
         plan.depth_block * PANEL + plan.panel_group * PANEL;
}

size_t tessera_multiply_scratch_count(const tessera_rows *left) {
  return tessera_copied_scratch_count(left) + tessera_copied_count(left);
}

matrix_row_form tessera_matrix_row_form(bool bf16) {
  if (!bf16) return ROWS_AS_THEY_ARE;
  return tessera_matrix_kernels()->tile_bf16 ? ROWS_BF16 : ROWS_ROUNDED;
}

typedef struct {
  const matrix_product *product;
  const matrix_kernels *kernels;
  const float *copy;
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
  const float *copy = rows->copy + block * rows->row_count * tile.row_stride;
  float *sums = result.sums;
  size_t row = 0;
  for (size_t index = 0; index < tiles; index++) {
    result.height = rows->row_count / tiles + (index < rows->row_count % tiles);
    result.first_row = rows->first_row + row;
    result.sums = sums + (plan->depth_blocks > 1 ? row * PANEL : 0);
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

// The place of one panel of a group.
static matrix_result begun(const row_block *rows, size_t panel, size_t place) {
  const matrix_product *product = rows->product;
  const matrix_plan *plan = product->plan;
  matrix_result result = {.first_column = panel * PANEL,
                          .sums = plan->sums + place * rows->row_count * PANEL,
                          .columns = plan->columns + place * PANEL};
  result.width = product->columns - result.first_column;
  if (result.width > PANEL) result.width = PANEL;
  return result;
}

void tessera_matrix_multiply_rows(const matrix_product *product, const float *copy,
                                  size_t first_row, size_t row_count) {
  const matrix_plan *plan = product->plan;
  const matrix_kernels *kernels = tessera_matrix_kernels();
  row_block rows = {product,   kernels,   copy,
                    first_row, row_count, product->bf16 && kernels->tile_bf16};
  size_t panel_bytes = product->bf16 ? tessera_panel_count_bf16(plan->depth) * sizeof(uint16_t)
                                     : tessera_panel_count(plan->depth) * sizeof(float);
  size_t end = product->first_panel + product->panel_count;
  for (size_t panel = product->first_panel; panel < end; panel += plan->panel_group) {
    size_t group = end - panel < plan->panel_group ? end - panel : plan->panel_group;
    for (size_t block = 0; block < plan->depth_blocks; block++)
      for (size_t place = 0; place < group; place++) {
        matrix_result result = begun(&rows, panel + place, place);
        if (block == 0)
          product->begin_panel(product->context, result.first_column, result.width,
                               result.columns);
        multiply_block(&rows, block, (const char *)product->packed + (panel + place) * panel_bytes,
                       result);
      }
  }
}
