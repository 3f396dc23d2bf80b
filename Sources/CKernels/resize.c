#include "tessera_resize.h"

#include <string.h>

#include "multiversion.h"

enum { ROUNDING = 1 << (TESSERA_RESIZE_FRACTION_BITS - 1) };

static inline uint8_t sample_of(int32_t sum) {
  int32_t value = sum >> TESSERA_RESIZE_FRACTION_BITS;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

typedef uint8_t byte_pixel __attribute__((vector_size(4)));
typedef int32_t wide_pixel __attribute__((vector_size(16)));

static inline wide_pixel wide_pixel_at(const uint8_t *samples) {
  byte_pixel pixel;
  memcpy(&pixel, samples, sizeof pixel);
  return __builtin_convertvector(pixel, wide_pixel);
}

static inline byte_pixel pixel_of(wide_pixel sum) {
  wide_pixel value = sum >> TESSERA_RESIZE_FRACTION_BITS;
  value &= value > 0;
  wide_pixel over = value > 255;
  return __builtin_convertvector((value & ~over) | (over & 255), byte_pixel);
}

// Note 1: a pixel is one vector of four lanes, whatever it holds; of three channels the fourth lane
// reads and writes the next pixel's first sample, which the next turn corrects. Three scalar sums
// do not vectorise, since taps are three bytes apart: 375 rows of 500 to 341 RGB pixels, three
// taps, took 0.88 ms against 0.45 ms.
static inline void resize_pixels(const uint8_t *input, size_t channels, const int32_t *starts,
                                 const int32_t *counts, const int32_t *weights, size_t taps,
                                 size_t columns, uint8_t *output) {
  for (size_t column = 0; column < columns; column++) {
    const uint8_t *pixel = input + (size_t)starts[column] * channels;
    const int32_t *weight = weights + column * taps;
    wide_pixel sum = {ROUNDING, ROUNDING, ROUNDING, ROUNDING};
    for (size_t tap = 0; tap < (size_t)counts[column]; tap++)
      sum += wide_pixel_at(pixel + tap * channels) * weight[tap];
    byte_pixel result = pixel_of(sum);
    memcpy(output + column * channels, &result, sizeof result);
  }
}

static inline void resize_grey(const uint8_t *input, const int32_t *starts, const int32_t *counts,
                               const int32_t *weights, size_t taps, size_t columns,
                               uint8_t *output) {
  for (size_t column = 0; column < columns; column++) {
    const uint8_t *pixel = input + starts[column];
    const int32_t *weight = weights + column * taps;
    int32_t sum = ROUNDING;
    for (int32_t tap = 0; tap < counts[column]; tap++) sum += pixel[tap] * weight[tap];
    output[column] = sample_of(sum);
  }
}

TESSERA_MULTIVERSION
void tessera_resize_columns(const uint8_t *input, size_t channels, const int32_t *starts,
                            const int32_t *counts, const int32_t *weights, size_t taps,
                            size_t columns, uint8_t *output) {
  if (channels == 1)
    resize_grey(input, starts, counts, weights, taps, columns, output);
  else if (channels == 3)
    resize_pixels(input, 3, starts, counts, weights, taps, columns, output);
  else
    resize_pixels(input, 4, starts, counts, weights, taps, columns, output);
}

enum { BLOCK = 64 };

// Note 2: a block's sums stay in registers over all taps. One sum at a time over strided taps took
// 1.9 ms against 0.2 ms for 256 rows of 1023 samples, three taps.
static inline void resize_block(const uint8_t *input, size_t stride, const int32_t *weights,
                                size_t count, uint8_t *output) {
  int32_t sums[BLOCK];
  for (int i = 0; i < BLOCK; i++) sums[i] = ROUNDING;
  for (size_t tap = 0; tap < count; tap++)
    for (int i = 0; i < BLOCK; i++) sums[i] += input[tap * stride + (size_t)i] * weights[tap];
  for (int i = 0; i < BLOCK; i++) output[i] = sample_of(sums[i]);
}

TESSERA_MULTIVERSION
void tessera_resize_rows(const uint8_t *input, size_t stride, const int32_t *weights, size_t count,
                         size_t samples, uint8_t *output) {
  size_t start = 0;
  for (; start + BLOCK <= samples; start += BLOCK)
    resize_block(input + start, stride, weights, count, output + start);
  for (; start < samples; start++) {
    int32_t sum = ROUNDING;
    for (size_t tap = 0; tap < count; tap++) sum += input[tap * stride + start] * weights[tap];
    output[start] = sample_of(sum);
  }
}
