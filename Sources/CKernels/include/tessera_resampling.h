#ifndef TESSERA_RESAMPLING_H
#define TESSERA_RESAMPLING_H
#include <stddef.h>

// Changes of resolution of one [height, width, channels] picture without gaps; a clip is a picture
// of height 1. The output is never the input.

/// Every pixel `factor_y` x `factor_x` times.
void tessera_upsample_nearest(const float *input, size_t height, size_t width, size_t channels,
                              size_t factor_y, size_t factor_x, float *output);

/// The derivative of the former: sums of factor_y x factor_x pixels, to [height, width, channels].
void tessera_upsample_nearest_derivative(const float *gradient, size_t height, size_t width,
                                         size_t channels, size_t factor_y, size_t factor_x,
                                         float *input_gradient);

/// Means of windows of window_y x window_x pixels at multiples of the strides, to
/// [(height - window_y) / stride_y + 1, (width - window_x) / stride_x + 1, channels]; windows that
/// do not fit are left out.
void tessera_average_pool(const float *input, size_t height, size_t width, size_t channels,
                          size_t window_y, size_t window_x, size_t stride_y, size_t stride_x,
                          float *output);

/// The derivative of tessera_average_pool, to [height, width, channels].
void tessera_average_pool_derivative(const float *gradient, size_t height, size_t width,
                                     size_t channels, size_t window_y, size_t window_x,
                                     size_t stride_y, size_t stride_x, float *input_gradient);
#endif
