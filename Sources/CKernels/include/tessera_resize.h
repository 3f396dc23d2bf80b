#ifndef TESSERA_RESIZE_H
#define TESSERA_RESIZE_H
#include <stddef.h>
#include <stdint.h>

/// The fraction bits of a resize weight: 1.0 is 1 << 22, so that 8-bit samples times weights whose
/// magnitudes sum to less than 2 stay within 32 bits.
#define TESSERA_RESIZE_FRACTION_BITS 22

/// One row made narrower or wider: output pixel x is the sum over t < counts[x] of
/// weights[x * taps + t] times input pixel starts[x] + t, rounded and clamped to 8 bits.
/// `channels` is 1, 3 or 4. Both rows need four more bytes at their end: the input's are read, the
/// output's overwritten.
void tessera_resize_columns(const uint8_t *input, size_t channels, const int32_t *starts,
                            const int32_t *counts, const int32_t *weights, size_t taps,
                            size_t columns, uint8_t *output);

/// One row made of several: output[i] is the sum over t < count of weights[t] times
/// input[t * stride + i], for `samples` samples, rounded and clamped to 8 bits.
void tessera_resize_rows(const uint8_t *input, size_t stride, const int32_t *weights, size_t count,
                         size_t samples, uint8_t *output);
#endif
