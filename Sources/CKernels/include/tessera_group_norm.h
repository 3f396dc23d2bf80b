#ifndef TESSERA_GROUP_NORM_H
#define TESSERA_GROUP_NORM_H
#include <stdbool.h>
#include <stddef.h>

// Group normalization of one picture or clip, `positions` x `channels` without gaps; a group is
// channels / groups consecutive channels over all positions. The work comes in blocks of
// TESSERA_GROUP_NORM_POSITIONS positions (the last may be shorter), whose sums are combined in the
// order of blocks, so that it does not matter who computes which.
//
// Forward: _moments for every block, _combine once, _apply for every block. Backward: _gradients
// for every block, their sums over blocks, _input_gradient for every block.

enum { TESSERA_GROUP_NORM_POSITIONS = 256 };

/// Of one block, moments[group] = {mean, sum of squares about it}.
void tessera_group_norm_moments(const float *input, size_t positions, size_t channels,
                                size_t groups, double (*moments)[2]);

/// From the moments of all blocks, [blocks][groups][2], mean[groups] and scale[groups], the
/// reciprocal of sqrt(variance + eps); `positions` is the number in all blocks.
void tessera_group_norm_combine(const double (*moments)[2], size_t positions, size_t channels,
                                size_t groups, float eps, float *mean, float *scale);

/// output = f((input - mean[group]) * scale[group] * weight[channel] + bias[channel]), where f is
/// SiLU if `silu` and nothing else otherwise; the output may be the input.
void tessera_group_norm_apply(const float *input, size_t positions, size_t channels, size_t groups,
                              const float *mean, const float *scale, const float *weight,
                              const float *bias, bool silu, float *output);

/// A block's share of the gradients of weight and bias, [channels] each.
void tessera_group_norm_gradients(const float *input, const float *gradient, size_t positions,
                                  size_t channels, size_t groups, const float *mean,
                                  const float *scale, const float *weight, const float *bias,
                                  bool silu, float *weight_gradient, float *bias_gradient);

/// A block's gradient of the input, given the gradients of weight and bias over all
/// `all_positions`; the output may be the gradient.
void tessera_group_norm_input_gradient(const float *input, const float *gradient, size_t positions,
                                       size_t all_positions, size_t channels, size_t groups,
                                       const float *mean, const float *scale, const float *weight,
                                       const float *bias, const float *weight_gradient,
                                       const float *bias_gradient, bool silu, float *output);
#endif
