#include <string.h>

#include "matrix.h"
#include "multiversion.h"

enum { LANES = 16 };

// Of each lane of a row, the largest score so far and the column that the vector with it began at.
typedef struct {
  float score[LANES];
  int32_t column[LANES];
} row_state;

_Static_assert(sizeof(row_state) == PANEL * sizeof(float), "as much as the plan keeps per row");

typedef struct {
  const float *offset;
  row_state *rows;
  size_t first_row;
} search;

static void begin_panel(void *context, size_t first_column, size_t width, float *columns) {
  const search *to = context;
  for (size_t column = 0; column < PANEL; column++)
    columns[column] = column >= width ? __builtin_inff()
                      : to->offset    ? to->offset[first_column + column]
                                      : 0;
}

__attribute__((always_inline)) static inline void keep_larger(const float *sums,
                                                              const float *offset, int32_t column,
                                                              row_state *state) {
  for (int lane = 0; lane < LANES; lane++) {
    float score = sums[lane] - offset[lane];
    bool larger = score > state->score[lane];
    state->column[lane] = larger ? column : state->column[lane];
    state->score[lane] = larger ? score : state->score[lane];
  }
}

TESSERA_MULTIVERSION
void tessera_matrix_keep_larger(const float *sums, size_t height, const float *offset,
                                int32_t first_column, void *states) {
  row_state *state = states;
  for (size_t row = 0; row < height; row++)
    for (int half = 0; half < PANEL; half += LANES)
      keep_larger(sums + row * PANEL + (size_t)half, offset + half, first_column + half,
                  state + row);
}

static void take(void *context, const matrix_result *result) {
  const search *to = context;
  tessera_matrix_keep_larger(result->sums, result->height, result->columns,
                             (int32_t)result->first_column,
                             to->rows + (result->first_row - to->first_row));
}

static void find_best(const row_state *state, int32_t *best, float *largest) {
  *best = state->column[0];
  *largest = state->score[0];
  for (int lane = 1; lane < LANES; lane++) {
    int32_t column = state->column[lane] + lane;
    if (state->score[lane] > *largest || (state->score[lane] == *largest && column < *best)) {
      *best = column;
      *largest = state->score[lane];
    }
  }
}

void tessera_nearest_packed(const tessera_rows *left, const float *packed, const float *offset,
                            size_t columns, int32_t *best, float *largest, float *scratch) {
  matrix_plan plan = tessera_matrix_plan(left, scratch);
  search to = {offset, (row_state *)plan.state, 0};
  matrix_product product = {left, &plan, packed, false, columns, 0, tessera_panels(columns),
                            begin_panel, NULL, take, &to};
  for (; to.first_row < plan.rows; to.first_row += plan.row_block) {
    size_t count = plan.rows - to.first_row;
    if (count > plan.row_block) count = plan.row_block;
    for (size_t row = 0; row < count; row++)
      for (int lane = 0; lane < LANES; lane++) {
        to.rows[row].score[lane] = -__builtin_inff();
        to.rows[row].column[lane] = 0;
      }
    matrix_row_range range = {to.first_row, count, to.first_row, count};
    tessera_matrix_copy_rows(left, &plan, &range, ROWS_AS_THEY_ARE, plan.copy);
    tessera_matrix_multiply_rows(&product, plan.copy, to.first_row, count);
    for (size_t row = 0; row < count; row++)
      find_best(to.rows + row, best + to.first_row + row, largest + to.first_row + row);
  }
}
