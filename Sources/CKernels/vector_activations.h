#ifndef TESSERA_VECTOR_ACTIVATIONS_H
#define TESSERA_VECTOR_ACTIVATIONS_H
#include "vector_math.h"

// Activations and their derivatives. Where a function tends to 0 times infinity, the
// argument is first brought to where the result is already its limit.

TESSERA_INLINE float vector_square(float x) { return x * x; }
TESSERA_INLINE float vector_relu(float x) { return at_least(0, x); }
TESSERA_INLINE float vector_reciprocal_sqrt(float x) { return 1 / square_root(x); }

TESSERA_INLINE float vector_gelu(float x) { return at_least(-16, x) * normal_share(x); }

TESSERA_INLINE float vector_gelu_slope(float x) {
  x = at_most(16, at_least(-16, x));
  float density = 0.398942280f * vector_exp_below(-0.5f * x * x);
  return normal_share(x) + x * density;
}

// x / 2 (1 + tanh(u)) is x sigmoid(2u), one division and no cancellation in the lower tail.
TESSERA_INLINE float gelu_tanh_argument(float x) {
  return x * (1.59576912f + 0.0713548163f * (x * x));
}

TESSERA_INLINE float vector_gelu_tanh(float x) {
  x = at_least(-16, x);
  return x / (1 + vector_exp(-gelu_tanh_argument(x)));
}

TESSERA_INLINE float vector_gelu_tanh_slope(float x) {
  x = at_most(16, at_least(-16, x));
  float share = 1 / (1 + vector_exp(-gelu_tanh_argument(x)));
  float argument_slope = 1.59576912f + 0.214064449f * (x * x);
  return share + x * argument_slope * (share * (1 - share));
}

TESSERA_INLINE float vector_silu(float x) {
  x = at_least(-128, x);
  return x / (1 + vector_exp(-x));
}

TESSERA_INLINE float vector_silu_slope(float x) {
  x = at_most(128, at_least(-128, x));
  float share = vector_sigmoid(x);
  return share + (x * share) * (1 - share);
}

TESSERA_INLINE float vector_sigmoid_slope(float x) {
  // By magnitude, so that the smaller of the two factors is not a difference.
  float tail = vector_exp_below(-magnitude(x));
  float share = 1 / (1 + tail);
  return tail * share * share;
}

TESSERA_INLINE float vector_tanh_slope(float x) {
  float tail = vector_exp_below(-2 * magnitude(x));
  float share = 1 / (1 + tail);
  return 4 * tail * share * share;
}

TESSERA_INLINE float vector_relu_slope(float x) { return x > 0 ? 1.0f : 0.0f; }
TESSERA_INLINE float vector_log_slope(float x) { return 1 / x; }
TESSERA_INLINE float vector_sqrt_slope(float x) { return 0.5f / square_root(x); }
TESSERA_INLINE float vector_square_slope(float x) { return 2 * x; }

TESSERA_INLINE float vector_reciprocal_sqrt_slope(float x) {
  return -0.5f / (x * square_root(x));
}
#endif
