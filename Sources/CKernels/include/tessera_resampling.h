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

/// Twice the height and width, bilinear, pixels as areas (PyTorch's align_corners=False).
void tessera_upsample_bilinear_2x(const float *input, size_t height, size_t width, size_t channels,
                                  float *output);

/// The derivative of the former, to [height, width, channels].
void tessera_upsample_bilinear_2x_derivative(const float *gradient, size_t height, size_t width,
                                             size_t channels, float *input_gradient);

/// Means or maxima of windows of window_y x window_x pixels at multiples of the strides, to
/// [(height - window_y) / stride_y + 1, (width - window_x) / stride_x + 1, channels]; windows that
/// do not fit are left out. A maximum is NaN where its window's last sample is.
void tessera_average_pool(const float *input, size_t height, size_t width, size_t channels,
                          size_t window_y, size_t window_x, size_t stride_y, size_t stride_x,
                          float *output);
void tessera_max_pool(const float *input, size_t height, size_t width, size_t channels,
                      size_t window_y, size_t window_x, size_t stride_y, size_t stride_x,
                      float *output);

/// The derivative of tessera_average_pool, to [height, width, channels].
void tessera_average_pool_derivative(const float *gradient, size_t height, size_t width,
                                     size_t channels, size_t window_y, size_t window_x,
                                     size_t stride_y, size_t stride_x, float *input_gradient);
#endif
