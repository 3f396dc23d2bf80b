#ifndef TESSERA_LAYOUT_H
#define TESSERA_LAYOUT_H
#include <stddef.h>

// Copies that move floats: pictures are [height, width, channels] without gaps, a clip is a picture
// of height 1. The output is never the input.

/// output[column][row] = input[row][column]; rows of both start at their strides.
void tessera_transpose(const float *input, size_t rows, size_t columns, size_t input_stride,
                       float *output, size_t output_stride);

/// [height, width, channels r r] to [height r, width r, channels]: channel c r r + i r + j goes to
/// row i and column j of each r x r square (the order of PyTorch's PixelShuffle).
void tessera_pixel_shuffle(const float *input, size_t height, size_t width, size_t channels,
                           size_t factor, float *output);

/// The inverse: from [height r, width r, channels]; also the derivative of the former.
void tessera_pixel_unshuffle(const float *input, size_t height, size_t width, size_t channels,
                             size_t factor, float *output);
#endif
