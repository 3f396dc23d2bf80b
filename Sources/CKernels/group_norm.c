#include "tessera_group_norm.h"

#include "multiversion.h"
#include "vector_activations.h"

// The channels that are worked on over all positions of a block before the next ones.
//
// Note 1: sums of 64 channels stay in registers; gradients, with two inputs and more arithmetic,
// gain from reading whole rows: 5.4 ms against 6.5 ms for 256 x 256 x 128.
enum { TILE = 64, GRADIENT_TILE = 512 };

/// Sums over positions of x - centre or its square, with a centre for every channel. A full tile
/// stays in registers.
TESSERA_INLINE void sum_positions(const float *input, size_t positions, size_t channels,
                                  const float *centre, bool squared, size_t width, float *sums) {
  for (size_t c = 0; c < width; c++) sums[c] = 0;
  for (size_t position = 0; position < positions; position++, input += channels)
    TESSERA_VECTORIZE for (size_t c = 0; c < width; c++) {
      float difference = input[c] - centre[c];
      sums[c] += squared ? difference * difference : difference;
    }
}

TESSERA_INLINE size_t tile_width(size_t start, size_t channels, size_t tile) {
  return channels - start < tile ? channels - start : tile;
}

/// Spreads a value of every group over a tile's channels.
TESSERA_INLINE void spread(const float *of_group, size_t start, size_t width, size_t group_size,
                           float *of_channel) {
  for (size_t c = 0; c < width; c++) of_channel[c] = of_group[(start + c) / group_size];
}

// Note 2: the mean first, then squares about it, while the block is in the second-level cache: the
// one-pass form loses all digits where a group's mean is large against its deviation. For the same
// reason the first pass sums differences from the block's first position.
TESSERA_MULTIVERSION
void tessera_group_norm_moments(const float *input, size_t positions, size_t channels,
                                size_t groups, double (*moments)[2]) {
  const size_t group_size = channels / groups;
  const double count = (double)positions * (double)group_size;
  float sums[TILE], centre[TILE];
  for (size_t group = 0; group < groups; group++) moments[group][0] = moments[group][1] = 0;
  for (size_t start = 0; start < channels; start += TILE) {
    const size_t width = tile_width(start, channels, TILE);
    memcpy(centre, input + start, width * sizeof(float));
    if (width == TILE)
      sum_positions(input + start, positions, channels, centre, false, TILE, sums);
    else
      sum_positions(input + start, positions, channels, centre, false, width, sums);
    for (size_t c = 0; c < width; c++)
      moments[(start + c) / group_size][0] += sums[c] + (double)positions * centre[c];
  }
  for (size_t group = 0; group < groups; group++) moments[group][0] /= count;
  for (size_t start = 0; start < channels; start += TILE) {
    const size_t width = tile_width(start, channels, TILE);
    for (size_t c = 0; c < width; c++) centre[c] = (float)moments[(start + c) / group_size][0];
    if (width == TILE)
      sum_positions(input + start, positions, channels, centre, true, TILE, sums);
    else
      sum_positions(input + start, positions, channels, centre, true, width, sums);
    for (size_t c = 0; c < width; c++) moments[(start + c) / group_size][1] += sums[c];
  }
}

void tessera_group_norm_combine(const double (*moments)[2], size_t positions, size_t channels,
                                size_t groups, float eps, float *mean, float *scale) {
  const double group_size = (double)(channels / groups);
  for (size_t group = 0; group < groups; group++) {
    double count = 0, average = 0, squares = 0;
    const double(*block)[2] = moments + group;
    for (size_t start = 0; start < positions; start += TESSERA_GROUP_NORM_POSITIONS) {
      const size_t left = positions - start;
      const size_t here = left < TESSERA_GROUP_NORM_POSITIONS ? left : TESSERA_GROUP_NORM_POSITIONS;
      const double more = (double)here * group_size;
      const double difference = (*block)[0] - average;
      squares += (*block)[1] + difference * difference * (count * more / (count + more));
      average += difference * (more / (count + more));
      count += more;
      block += groups;
    }
    mean[group] = (float)average;
    scale[group] = (float)(1 / __builtin_sqrt(squares / count + (double)eps));
  }
}

TESSERA_INLINE void apply_tile(const float *input, size_t positions, size_t channels,
                               const float *mean, const float *scale, const float *bias, bool silu,
                               size_t width, float *output) {
  for (size_t position = 0; position < positions; position++, input += channels, output += channels)
    TESSERA_VECTORIZE for (size_t c = 0; c < width; c++) {
      float value = (input[c] - mean[c]) * scale[c] + bias[c];
      output[c] = silu ? vector_silu(value) : value;
    }
}

TESSERA_MULTIVERSION
void tessera_group_norm_apply(const float *input, size_t positions, size_t channels, size_t groups,
                              const float *mean, const float *scale, const float *weight,
                              const float *bias, bool silu, float *output) {
  float means[TILE], scales[TILE], biases[TILE];
  for (size_t start = 0; start < channels; start += TILE) {
    const size_t width = tile_width(start, channels, TILE);
    spread(mean, start, width, channels / groups, means);
    spread(scale, start, width, channels / groups, scales);
    for (size_t c = 0; c < width; c++) scales[c] *= weight[start + c];
    memcpy(biases, bias + start, width * sizeof(float));
    const float *x = input + start;
    float *y = output + start;
    if (width == TILE && silu)
      apply_tile(x, positions, channels, means, scales, biases, true, TILE, y);
    else if (silu)
      apply_tile(x, positions, channels, means, scales, biases, true, width, y);
    else
      apply_tile(x, positions, channels, means, scales, biases, false, width, y);
  }
}

/// The gradient before the activation, given the normalized value.
TESSERA_INLINE float inner_gradient(float gradient, float normalized, float weight, float bias,
                                    bool silu) {
  return silu ? gradient * vector_silu_slope(normalized * weight + bias) : gradient;
}

TESSERA_MULTIVERSION
void tessera_group_norm_gradients(const float *input, const float *gradient, size_t positions,
                                  size_t channels, size_t groups, const float *mean,
                                  const float *scale, const float *weight, const float *bias,
                                  bool silu, float *weight_gradient, float *bias_gradient) {
  float means[GRADIENT_TILE], scales[GRADIENT_TILE], along[GRADIENT_TILE], sum[GRADIENT_TILE];
  for (size_t start = 0; start < channels; start += GRADIENT_TILE) {
    const size_t width = tile_width(start, channels, GRADIENT_TILE);
    spread(mean, start, width, channels / groups, means);
    spread(scale, start, width, channels / groups, scales);
    for (size_t c = 0; c < width; c++) along[c] = sum[c] = 0;
    for (size_t position = 0; position < positions; position++) {
      const float *x = input + position * channels + start;
      const float *dy = gradient + position * channels + start;
      TESSERA_VECTORIZE for (size_t c = 0; c < width; c++) {
        float normalized = (x[c] - means[c]) * scales[c];
        float inner = inner_gradient(dy[c], normalized, weight[start + c], bias[start + c], silu);
        along[c] += inner * normalized;
        sum[c] += inner;
      }
    }
    memcpy(weight_gradient + start, along, width * sizeof(float));
    memcpy(bias_gradient + start, sum, width * sizeof(float));
  }
}

/// The mean over a group of gradient * weight * (what `of_channel` summed it with).
TESSERA_INLINE float group_mean(const float *of_channel, const float *weight, size_t group,
                                size_t group_size, size_t all_positions) {
  double sum = 0;
  for (size_t c = group * group_size; c < (group + 1) * group_size; c++)
    sum += (double)of_channel[c] * (double)weight[c];
  return (float)(sum / ((double)all_positions * (double)group_size));
}

TESSERA_MULTIVERSION
void tessera_group_norm_input_gradient(const float *input, const float *gradient, size_t positions,
                                       size_t all_positions, size_t channels, size_t groups,
                                       const float *mean, const float *scale, const float *weight,
                                       const float *bias, const float *weight_gradient,
                                       const float *bias_gradient, bool silu, float *output) {
  const size_t group_size = channels / groups;
  float means[GRADIENT_TILE], scales[GRADIENT_TILE], centre[GRADIENT_TILE], slope[GRADIENT_TILE];
  for (size_t start = 0; start < channels; start += GRADIENT_TILE) {
    const size_t width = tile_width(start, channels, GRADIENT_TILE);
    spread(mean, start, width, group_size, means);
    spread(scale, start, width, group_size, scales);
    for (size_t c = 0; c < width; c++) {
      const size_t group = (start + c) / group_size;
      const bool same = c > 0 && group == (start + c - 1) / group_size;
      centre[c] = same ? centre[c - 1]
                       : group_mean(bias_gradient, weight, group, group_size, all_positions);
      slope[c] = same ? slope[c - 1]
                      : group_mean(weight_gradient, weight, group, group_size, all_positions);
    }
    for (size_t position = 0; position < positions; position++) {
      const float *x = input + position * channels + start;
      const float *dy = gradient + position * channels + start;
      float *dx = output + position * channels + start;
      TESSERA_VECTORIZE for (size_t c = 0; c < width; c++) {
        float normalized = (x[c] - means[c]) * scales[c];
        float inner = inner_gradient(dy[c], normalized, weight[start + c], bias[start + c], silu);
        dx[c] = (inner * weight[start + c] - centre[c] - normalized * slope[c]) * scales[c];
      }
    }
  }
}
