#include "tessera_winograd.h"
#include "multiversion.h"

TESSERA_MULTIVERSION
void tessera_winograd_kernels(const float *kernels, size_t inputs, size_t first, size_t count,
                              ptrdiff_t element_stride, float *transformed) {
  for (size_t place = first * inputs; place < (first + count) * inputs; place++) {
    const float *g = kernels + place * 9;
    float *u = transformed + place;
    float rows[4][3];
    for (int x = 0; x < 3; x++) {
      float sum = g[x] + g[6 + x];
      rows[0][x] = g[x];
      rows[1][x] = 0.5f * (sum + g[3 + x]);
      rows[2][x] = 0.5f * (sum - g[3 + x]);
      rows[3][x] = g[6 + x];
    }
    for (int y = 0; y < 4; y++) {
      float sum = rows[y][0] + rows[y][2];
      u[(4 * y + 0) * element_stride] = rows[y][0];
      u[(4 * y + 1) * element_stride] = 0.5f * (sum + rows[y][1]);
      u[(4 * y + 2) * element_stride] = 0.5f * (sum - rows[y][1]);
      u[(4 * y + 3) * element_stride] = rows[y][2];
    }
  }
}

TESSERA_MULTIVERSION
void tessera_winograd_inputs(const float *restrict tile, ptrdiff_t line_stride,
                             ptrdiff_t pixel_stride, size_t channels, ptrdiff_t element_stride,
                             float *restrict transformed) {
  for (int x = 0; x < 4; x++) {
    // Columns first: x selects the combination of pixels, which the inner loop takes for all lines.
    const float *a = tile + (x == 0 ? 0 : x == 1 ? 1 : x == 2 ? 2 : 1) * pixel_stride;
    const float *b = tile + (x == 0 ? 2 : x == 1 ? 2 : x == 2 ? 1 : 3) * pixel_stride;
    float sign = x == 1 ? 1.0f : -1.0f;
    float *v = transformed + x * element_stride;
    ptrdiff_t next = 4 * element_stride;
#pragma clang loop vectorize(assume_safety)
    for (size_t c = 0; c < channels; c++) {
      float d0 = a[c] + sign * b[c];
      float d1 = a[line_stride + (ptrdiff_t)c] + sign * b[line_stride + (ptrdiff_t)c];
      float d2 = a[2 * line_stride + (ptrdiff_t)c] + sign * b[2 * line_stride + (ptrdiff_t)c];
      float d3 = a[3 * line_stride + (ptrdiff_t)c] + sign * b[3 * line_stride + (ptrdiff_t)c];
      v[c] = d0 - d2;
      v[next + (ptrdiff_t)c] = d1 + d2;
      v[2 * next + (ptrdiff_t)c] = d2 - d1;
      v[3 * next + (ptrdiff_t)c] = d1 - d3;
    }
  }
}

// Note 1: a whole square in one pass reads every product once. Line by line and pixel by pixel, as
// the edges are done, each is read two or three times: 12 % of the VQGAN decoder's time.
__attribute__((always_inline)) static inline void whole_square(
    const float *restrict products, ptrdiff_t step, size_t channels, const float *bias,
    const float *residual, ptrdiff_t line_stride, ptrdiff_t pixel_stride, float *output) {
  float *out[4] = {output, output + pixel_stride, output + line_stride,
                   output + line_stride + pixel_stride};
  ptrdiff_t shift = residual ? residual - output : 0;
#pragma clang loop vectorize(assume_safety)
  for (size_t c = 0; c < channels; c++) {
    const float *m = products + c;
    float upper[4], lower[4];
#pragma clang loop unroll(full)
    for (int x = 0; x < 4; x++) {
      float m0 = m[x * step], m1 = m[(4 + x) * step], m2 = m[(8 + x) * step], m3 = m[(12 + x) * step];
      upper[x] = m0 + (m1 + m2);
      lower[x] = m1 - (m2 + m3);
    }
    float added = bias ? bias[c] : 0;
    float y0 = upper[0] + (upper[1] + upper[2]) + added, y1 = upper[1] - (upper[2] + upper[3]) + added;
    float y2 = lower[0] + (lower[1] + lower[2]) + added, y3 = lower[1] - (lower[2] + lower[3]) + added;
    if (residual) {
      y0 += out[0][(ptrdiff_t)c + shift];
      y1 += out[1][(ptrdiff_t)c + shift];
      y2 += out[2][(ptrdiff_t)c + shift];
      y3 += out[3][(ptrdiff_t)c + shift];
    }
    out[0][c] = y0;
    out[1][c] = y1;
    out[2][c] = y2;
    out[3][c] = y3;
  }
}

TESSERA_MULTIVERSION
void tessera_winograd_outputs(const float *restrict products, ptrdiff_t element_stride,
                              size_t channels, const float *bias, const float *residual,
                              size_t rows, size_t columns, ptrdiff_t line_stride,
                              ptrdiff_t pixel_stride, float *output) {
  if (rows == 2 && columns == 2) {
    whole_square(products, element_stride, channels, bias, residual, line_stride, pixel_stride,
                 output);
    return;
  }
  for (size_t y = 0; y < rows; y++) {
    // The first line is 0 + (1 + 2), the second 1 - (2 + 3); and so with the columns.
    const float *line = products + (ptrdiff_t)(4 * y) * element_stride;
    ptrdiff_t next = 4 * element_stride;
    float sign = y == 0 ? 1.0f : -1.0f;
    for (size_t x = 0; x < columns; x++) {
      ptrdiff_t place = (ptrdiff_t)y * line_stride + (ptrdiff_t)x * pixel_stride;
      float *out = output + place;
      const float *added = residual ? residual + place : NULL;
      const float *m0 = line + (ptrdiff_t)x * element_stride;
      const float *m1 = m0 + element_stride, *m2 = m1 + element_stride;
      float turn = x == 0 ? 1.0f : -1.0f;
#pragma clang loop vectorize(assume_safety)
      for (size_t c = 0; c < channels; c++) {
        float s0 = m0[c] + sign * (m0[next + (ptrdiff_t)c] + m0[2 * next + (ptrdiff_t)c]);
        float s1 = m1[c] + sign * (m1[next + (ptrdiff_t)c] + m1[2 * next + (ptrdiff_t)c]);
        float s2 = m2[c] + sign * (m2[next + (ptrdiff_t)c] + m2[2 * next + (ptrdiff_t)c]);
        float sum = s0 + turn * (s1 + s2);
        if (bias) sum += bias[c];
        if (added) sum += added[c];
        out[c] = sum;
      }
    }
  }
}
