#include <string.h>

#include "matrix.h"
#include "multiversion.h"

typedef struct {
  const tessera_rows *left;
  const tessera_output *output;
  tessera_finish finish;
} destination;

// The panel's values are its bias, padded with zeros.
static void begin_panel(void *context, size_t first_column, size_t width, float *columns) {
  const destination *to = context;
  if (!to->finish.bias) return;
  memcpy(columns, to->finish.bias + first_column, width * sizeof *columns);
  memset(columns + width, 0, (PANEL - width) * sizeof *columns);
}

TESSERA_MULTIVERSION
void tessera_matrix_add_bias(float *sums, size_t height, const float *bias) {
  for (size_t row = 0; row < height; row++)
    for (size_t column = 0; column < PANEL; column++) sums[row * PANEL + column] += bias[column];
}

__attribute__((always_inline)) static inline void write_rows(const matrix_result *result,
                                                             size_t width, const float *residual,
                                                             float *output, ptrdiff_t stride) {
  const float *sums = result->sums;
  for (size_t row = 0; row < result->height; row++) {
    if (residual) {
      for (size_t column = 0; column < width; column++)
        output[column] = sums[column] + residual[column];
      residual += stride;
    } else {
      for (size_t column = 0; column < width; column++) output[column] = sums[column];
    }
    sums += PANEL;
    output += stride;
  }
}

/// Rows of one line; `residual` and `output` are of the first.
TESSERA_MULTIVERSION
void tessera_matrix_write_rows(const matrix_result *result, const float *residual, float *output,
                               ptrdiff_t stride) {
  if (result->width == PANEL)
    write_rows(result, PANEL, residual, output, stride);
  else
    write_rows(result, result->width, residual, output, stride);
}

// The place of a row in the output.
static ptrdiff_t place_of(const destination *to, size_t row) {
  size_t positions = to->left->positions, line = row < positions ? 0 : row / positions;
  return (ptrdiff_t)line * to->output->line_stride +
         (ptrdiff_t)(row - line * positions) * to->output->position_stride;
}

static void for_each_line(const destination *to, matrix_result result,
                          void (*visit)(const destination *to, const matrix_result *part,
                                        ptrdiff_t place)) {
  size_t positions = to->left->positions, end = result.first_row + result.height;
  while (result.first_row < end) {
    size_t rest = positions - result.first_row % positions;
    result.height = end - result.first_row;
    if (result.height > rest) result.height = rest;
    visit(to, &result, place_of(to, result.first_row) + (ptrdiff_t)result.first_column);
    result.first_row += result.height;
    result.sums += result.height * PANEL;
  }
}

static void write_part(const destination *to, const matrix_result *part, ptrdiff_t place) {
  tessera_matrix_write_rows(part, to->finish.residual ? to->finish.residual + place : NULL,
                            to->output->start + place, to->output->position_stride);
}

static void fetch_part(const destination *to, const matrix_result *part, ptrdiff_t place) {
  const float *output = to->output->start + place;
  const float *residual = to->finish.residual ? to->finish.residual + place : output;
  for (size_t row = 0; row < part->height; row++) {
    __builtin_prefetch(output, 1);
    __builtin_prefetch(output + part->width - 1, 1);
    if (residual != output) {
      __builtin_prefetch(residual);
      __builtin_prefetch(residual + part->width - 1);
    }
    output += to->output->position_stride;
    residual += to->output->position_stride;
  }
}

static void take(void *context, const matrix_result *result) {
  const destination *to = context;
  if (to->finish.bias) tessera_matrix_add_bias(result->sums, result->height, result->columns);
  if (to->finish.activation)
    to->finish.activation(result->sums, result->sums, result->height * PANEL);
  for_each_line(to, *result, write_part);
}

enum { DEPTH_WORTH_FETCHING = 128 };

// A full tile of one line without an activation goes to its place straight from registers. Its rows
// stand far apart, often each in a page of its own, so they are fetched while the sums run up.
static bool prepare(void *context, const matrix_result *result, matrix_tile *tile) {
  const destination *to = context;
  if (tile->depth >= DEPTH_WORTH_FETCHING) for_each_line(to, *result, fetch_part);
  bool one_line = to->left->lines == 1 || result->first_row % to->left->positions +
                                                  result->height <= to->left->positions;
  if (to->finish.activation || result->width < PANEL || !one_line) return false;
  ptrdiff_t place = place_of(to, result->first_row) + (ptrdiff_t)result->first_column;
  tile->sums = to->output->start + place;
  tile->sum_stride = to->output->position_stride;
  tile->bias = to->finish.bias ? result->columns : NULL;
  tile->residual = to->finish.residual ? to->finish.residual + place : NULL;
  return true;
}

// What is multiplied, by which panels, and where it goes.
typedef struct {
  const tessera_rows *left;
  const void *packed;
  bool bf16;
  size_t columns;
  size_t first_panel;
  size_t panel_count;
  const tessera_output *output;
  const tessera_finish *finish;
} request;

static void multiply_block(const request *request, const matrix_plan *plan, const float *copy,
                           size_t first_row, size_t row_count) {
  destination to = {request->left, request->output, {NULL, NULL, NULL}};
  if (request->finish) to.finish = *request->finish;
  matrix_product product = {request->left,
                            plan,
                            request->packed,
                            request->bf16,
                            request->columns,
                            request->first_panel,
                            request->panel_count,
                            begin_panel,
                            prepare,
                            take,
                            &to};
  tessera_matrix_multiply_rows(&product, copy, first_row, row_count);
}

static size_t rows_of_block(const matrix_plan *plan, size_t first_row) {
  return plan->rows - first_row < plan->row_block ? plan->rows - first_row : plan->row_block;
}

static void multiply(const request *request, float *scratch) {
  matrix_plan plan = tessera_matrix_plan(request->left, scratch);
  for (size_t row = 0; row < plan.rows; row += plan.row_block) {
    size_t count = rows_of_block(&plan, row);
    matrix_row_range range = {row, count, row, count};
    tessera_matrix_copy_rows(request->left, &plan, &range, tessera_matrix_row_form(request->bf16),
                             plan.copy);
    multiply_block(request, &plan, plan.copy, row, count);
  }
}

void tessera_multiply(const tessera_rows *left, const float *packed, size_t columns,
                      size_t first_panel, size_t panel_count, const tessera_output *output,
                      const tessera_finish *finish, float *scratch) {
  multiply(&(request){left, packed, false, columns, first_panel, panel_count, output, finish},
           scratch);
}

void tessera_multiply_bf16(const tessera_rows *left, const uint16_t *packed, size_t columns,
                           size_t first_panel, size_t panel_count, const tessera_output *output,
                           const tessera_finish *finish, float *scratch) {
  multiply(&(request){left, packed, true, columns, first_panel, panel_count, output, finish},
           scratch);
}

void tessera_copy_rows(const tessera_rows *left, bool bf16, size_t block, size_t first_row,
                       size_t row_count, float *copied) {
  matrix_plan plan = tessera_matrix_plan(left, NULL);
  size_t block_first = block * plan.row_block;
  matrix_row_range range = {block_first, rows_of_block(&plan, block_first), first_row, row_count};
  tessera_matrix_copy_rows(left, &plan, &range, tessera_matrix_row_form(bf16), copied);
}

static void multiply_copied(const request *request, size_t block, const float *copied,
                            float *scratch) {
  matrix_plan plan = tessera_matrix_plan(request->left, scratch);
  size_t first_row = block * plan.row_block;
  multiply_block(request, &plan, copied, first_row, rows_of_block(&plan, first_row));
}

void tessera_multiply_copied(const tessera_rows *left, size_t block, const float *copied,
                             const float *packed, size_t columns, size_t first_panel,
                             size_t panel_count, const tessera_output *output,
                             const tessera_finish *finish, float *scratch) {
  multiply_copied(
      &(request){left, packed, false, columns, first_panel, panel_count, output, finish}, block,
      copied, scratch);
}

void tessera_multiply_copied_bf16(const tessera_rows *left, size_t block, const float *copied,
                                  const uint16_t *packed, size_t columns, size_t first_panel,
                                  size_t panel_count, const tessera_output *output,
                                  const tessera_finish *finish, float *scratch) {
  multiply_copied(
      &(request){left, packed, true, columns, first_panel, panel_count, output, finish}, block,
      copied, scratch);
}
