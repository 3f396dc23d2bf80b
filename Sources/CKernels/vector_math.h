#ifndef TESSERA_VECTOR_MATH_H
#define TESSERA_VECTOR_MATH_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Branch-free float functions, which loops over them turn into vectors of any width with the same
// bits in every lane. They take a float and not a vector, because a vector argument would have to
// travel differently at every instruction set. Polynomials are weighted minimax fits whose
// coefficients were rounded to float one after the other, lowest first, fitting the rest again.

/// For helpers of multiversioned functions: they take the caller's instruction set.
#define TESSERA_INLINE static inline __attribute__((always_inline))

/// Before a loop whose turns are independent even where its buffers are the same.
#define TESSERA_VECTORIZE _Pragma("clang loop vectorize(assume_safety) vectorize_width(16)")

TESSERA_INLINE uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

TESSERA_INLINE float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

TESSERA_INLINE float magnitude(float value) { return __builtin_fabsf(value); }
TESSERA_INLINE float with_sign_of(float size, float sign) {
  return __builtin_copysignf(size, sign);
}

// Not sqrtf, which sets errno and so stays scalar.
TESSERA_INLINE float square_root(float value) { return __builtin_elementwise_sqrt(value); }

/// The larger, and NaN where `value` is NaN.
TESSERA_INLINE float at_least(float bound, float value) { return bound > value ? bound : value; }

/// The smaller, and NaN where `value` is NaN.
TESSERA_INLINE float at_most(float bound, float value) { return bound < value ? bound : value; }

// Adding and subtracting this rounds to the nearest integer; in between, that is the lowest bits.
#define ROUNDING_SHIFT 12582912.0f

/// x = n ln 2 + r with |r| <= ln 2 / 2: `shifted_power` is n + ROUNDING_SHIFT.
TESSERA_INLINE float reduced_exponent(float x, float *shifted_power) {
  *shifted_power = x * 1.44269504f + ROUNDING_SHIFT;
  float n = *shifted_power - ROUNDING_SHIFT;
  // ln 2 in two parts, of which the first has so few bits that its product with n is exact.
  return (x - n * 0.693359375f) + n * 2.12194440e-4f;
}

/// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2.
TESSERA_INLINE float exponential_rest(float r) {
  float p = r * 0.00138198258f + 0.00836868677f;
  p = p * r + 0.0416682772f;
  p = p * r + 0.166665211f;
  return p * r + 0.49999994f;
}

#define LARGEST_EXPONENT 88.7228394f
#define SMALLEST_EXPONENT -87.3365479f

/// e^x; 0 where it would be denormal.
TESSERA_INLINE float vector_exp(float x) {
  float shifted_power;
  float r = reduced_exponent(x, &shifted_power);
  float value = (exponential_rest(r) * (r * r) + r) + 1;
  // The power of two joins the exponent's bits. Next to the largest float that may carry once.
  int32_t bits = (int32_t)(bits_of(value) + (bits_of(shifted_power) << 23));
  value = float_of((uint32_t)(bits < 0x7f7fffff ? bits : 0x7f7fffff));
  value = x < SMALLEST_EXPONENT ? 0 : value;
  return x <= LARGEST_EXPONENT ? value : x + __builtin_inff();
}

/// e^x for x <= 88; 0 where it would be denormal.
TESSERA_INLINE float vector_exp_below(float x) {
  float shifted_power;
  float r = reduced_exponent(x, &shifted_power);
  float value = (exponential_rest(r) * (r * r) + r) + 1;
  value *= float_of((bits_of(shifted_power) << 23) + 0x3f800000);
  return x < SMALLEST_EXPONENT ? 0 : value;
}

/// e^x - 1 for x <= 88, without cancellation near 0.
TESSERA_INLINE float vector_expm1(float x) {
  x = at_least(-32, x);
  float shifted_power;
  float r = reduced_exponent(x, &shifted_power);
  float value = exponential_rest(r) * (r * r) + r;
  float scale = float_of((bits_of(shifted_power) << 23) + 0x3f800000);
  return value * scale + (scale - 1);
}

/// 1 / (1 + e^-x).
TESSERA_INLINE float vector_sigmoid(float x) { return 1 / (1 + vector_exp(-x)); }

TESSERA_INLINE float vector_tanh(float x) {
  float size = magnitude(x);
  float square = x * x;
  float p = square * -0.0056922962f + 0.0206281673f;
  p = p * square - 0.0537365153f;
  p = p * square + 0.133314058f;
  p = p * square - 0.333332807f;
  float near = (p * square) * size + size;
  float far = 1 - 2 / (vector_exp(2 * size) + 1);
  return with_sign_of(size < 0.625f ? near : far, x);
}

#define ERROR_FUNCTION_SPLIT 0.9f

/// erf(x) for |x| < 0.9, given x^2.
TESSERA_INLINE float error_function_near(float x, float square) {
  float p = square * -0.000603445922f + 0.00500149047f;
  p = p * square - 0.0267720949f;
  p = p * square + 0.112819612f;
  p = p * square - 0.376125067f;
  p = p * square + 0.128379151f;
  return p * x + x;
}

/// 1 - erf(t) for t >= 0.9: e^(s(t) - t^2), where s is a polynomial up to 4 and constant beyond.
TESSERA_INLINE float complement_far(float t, float square) {
  t = at_most(4, t);
  float s = t * -1.54754071e-05f + 0.000355254364f;
  s = s * t - 0.0037089691f;
  s = s * t + 0.0236757752f;
  s = s * t - 0.105675444f;
  s = s * t + 0.363940984f;
  s = s * t - 1.12800527f;
  s = s * t - 0.000172317232f;
  return vector_exp_below(s - square);
}

/// The share of a normal distribution below x. Its lower tail is not 1 minus something.
TESSERA_INLINE float normal_share(float x) {
  x *= 0.707106781f;
  float size = magnitude(x);
  float square = x * x;
  float half = 0.5f * complement_far(size, square);
  float far = x < 0 ? half : 1 - half;
  return size < ERROR_FUNCTION_SPLIT ? 0.5f + 0.5f * error_function_near(x, square) : far;
}

/// x - k pi with |result| <= pi / 2; exact to float precision for |x| < 8000.
TESSERA_INLINE float reduced_angle(float x) {
  float k = (x * 0.318309886f + ROUNDING_SHIFT) - ROUNDING_SHIFT;
  float r = ((x - k * 3.140625f) - k * 9.67502593994140625e-4f) - k * 1.509957990978376e-7f;
  // Far outside, the remainder means nothing, but it must not leave the polynomials' range.
  return at_least(-1.5708f, at_most(1.5708f, r));
}

/// sin(r) for |r| <= pi / 2.
TESSERA_INLINE float sine_near(float r) {
  float square = r * r;
  float p = square * 2.60608181e-06f - 0.000198097739f;
  p = p * square + 0.00833306927f;
  p = p * square - 0.166666597f;
  return (p * square) * r + r;
}

/// cos(r) for |r| <= pi / 2.
TESSERA_INLINE float cosine_near(float r) {
  float square = r * r;
  float p = square * -2.62090168e-07f + 2.47701792e-05f;
  p = p * square - 0.00138885854f;
  p = p * square + 0.0416666567f;
  return (p * square) * square + (1 - 0.5f * square);
}

/// sin(x)^2.
TESSERA_INLINE float vector_sine_squared(float x) {
  float sine = sine_near(reduced_angle(x));
  return sine * sine;
}

/// sin(2x), and sin(x)^2 beside it: both have period pi, so no sign has to follow the reduction.
TESSERA_INLINE float vector_sine_of_twice(float x, float *sine_squared) {
  float r = reduced_angle(x);
  float sine = sine_near(r);
  *sine_squared = sine * sine;
  return 2 * sine * cosine_near(r);
}

/// ln x: -infinity at 0, NaN below.
TESSERA_INLINE float vector_log(float x) {
  int tiny = x < 1.17549435e-38f;
  float scaled = tiny ? x * 8388608.0f : x;
  // The exponent that leaves a mantissa within sqrt(1/2)...sqrt(2).
  int32_t power = (int32_t)(bits_of(scaled) - 0x3f3504f3) >> 23;
  float f = float_of(bits_of(scaled) - ((uint32_t)power << 23)) - 1;
  float n = (float)power - (tiny ? 23 : 0);
  float p = f * -0.0763595402f + 0.12765938f;
  p = p * f - 0.131615222f;
  p = p * f + 0.142012164f;
  p = p * f - 0.166231886f;
  p = p * f + 0.20001249f;
  p = p * f - 0.250008255f;
  p = p * f + 0.333333313f;
  float square = f * f;
  float rest = (p * f) * square + (n * -2.12194440e-4f - 0.5f * square);
  float value = (rest + f) + n * 0.693359375f;
  value = x < __builtin_inff() ? value : x;
  value = x > 0 ? value : __builtin_nanf("");
  return x == 0 ? -__builtin_inff() : value;
}
#endif
