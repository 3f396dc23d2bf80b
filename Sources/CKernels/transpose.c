#include "multiversion.h"
#include "tessera_layout.h"
#include "vector_math.h"

enum { SIDE = 8 };

typedef float row_of_tile __attribute__((ext_vector_type(8)));
typedef row_of_tile row_in_memory __attribute__((aligned(4), may_alias));

// Three rounds, each of which swaps one bit of the row number with one of the column number.
TESSERA_INLINE void transpose_tile(const float *input, size_t input_stride, float *output,
                                   size_t output_stride) {
  row_of_tile rows[SIDE];
  for (int i = 0; i < SIDE; i++)
    rows[i] = *(const row_in_memory *)(input + (size_t)i * input_stride);
  for (int i = 0; i < SIDE; i += 2) {
    row_of_tile even = rows[i], odd = rows[i + 1];
    rows[i] = __builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14);
    rows[i + 1] = __builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < SIDE; i += i % 2 ? 3 : 1) {
    row_of_tile low = rows[i], high = rows[i + 2];
    rows[i] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 4, 5, 12, 13);
    rows[i + 2] = __builtin_shufflevector(low, high, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (int i = 0; i < SIDE / 2; i++) {
    row_of_tile low = rows[i], high = rows[i + 4];
    rows[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11);
    rows[i + 4] = __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int i = 0; i < SIDE; i++) *(row_in_memory *)(output + (size_t)i * output_stride) = rows[i];
}

TESSERA_INLINE void transpose_edge(const float *input, size_t rows, size_t columns,
                                   size_t input_stride, float *output, size_t output_stride) {
  for (size_t row = 0; row < rows; row++)
    for (size_t column = 0; column < columns; column++)
      output[column * output_stride + row] = input[row * input_stride + column];
}

TESSERA_INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Note 1: squares of 64 keep the lines that are written in the first-level cache.
enum { SQUARE = 64 };

TESSERA_MULTIVERSION
void tessera_transpose(const float *input, size_t rows, size_t columns, size_t input_stride,
                       float *output, size_t output_stride) {
  for (size_t top = 0; top < rows; top += SQUARE)
    for (size_t left = 0; left < columns; left += SQUARE) {
      const size_t bottom = smaller(rows, top + SQUARE), right = smaller(columns, left + SQUARE);
      for (size_t row = top; row < bottom; row += SIDE)
        for (size_t column = left; column < right; column += SIDE) {
          const float *from = input + row * input_stride + column;
          float *to = output + column * output_stride + row;
          if (bottom - row >= SIDE && right - column >= SIDE)
            transpose_tile(from, input_stride, to, output_stride);
          else
            transpose_edge(from, smaller(SIDE, bottom - row), smaller(SIDE, right - column),
                           input_stride, to, output_stride);
        }
    }
}
