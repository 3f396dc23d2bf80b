#include <string.h>

#include "tessera_layout.h"

/// The sample that stands at `place` of a padded axis of `count` samples.
static size_t source_of(size_t place, size_t before, size_t count, enum tessera_padding padding) {
  if (place < before) return padding == TESSERA_PADDING_REFLECT ? before - place : 0;
  if (place < before + count) return place - before;
  const size_t beyond = place - before - count;
  return padding == TESSERA_PADDING_REFLECT ? count - 2 - beyond : count - 1;
}

static void fill(float *output, size_t count, float constant) {
  for (size_t i = 0; i < count; i++) output[i] = constant;
}

static void pad_row(const float *input, size_t width, size_t channels, size_t left, size_t right,
                    enum tessera_padding padding, float constant, float *output) {
  memcpy(output + left * channels, input, width * channels * sizeof(float));
  if (padding == TESSERA_PADDING_CONSTANT) {
    fill(output, left * channels, constant);
    fill(output + (left + width) * channels, right * channels, constant);
    return;
  }
  for (size_t i = 0; i < left + right; i++) {
    const size_t place = i < left ? i : i + width;
    const float *sample = input + source_of(place, left, width, padding) * channels;
    memcpy(output + place * channels, sample, channels * sizeof(float));
  }
}

void tessera_pad(const float *input, size_t height, size_t width, size_t channels, size_t top,
                 size_t bottom, size_t left, size_t right, enum tessera_padding padding,
                 float constant, float *output) {
  const size_t line = (left + width + right) * channels;
  for (size_t row = 0; row < top + height + bottom; row++, output += line) {
    const int beyond = row < top || row >= top + height;
    if (beyond && padding == TESSERA_PADDING_CONSTANT) {
      fill(output, line, constant);
      continue;
    }
    const float *from = input + source_of(row, top, height, padding) * width * channels;
    pad_row(from, width, channels, left, right, padding, constant, output);
  }
}
