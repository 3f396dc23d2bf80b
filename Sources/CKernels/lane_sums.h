#ifndef TESSERA_LANE_SUMS_H
#define TESSERA_LANE_SUMS_H
#include "vector_math.h"

enum { LANES = 16, SUMS = 4 };

/// Sixteen floats whatever the processor: one, two or four registers. Never an argument, which
/// would have to travel differently at every instruction set.
typedef float lanes __attribute__((ext_vector_type(16)));
typedef lanes lanes_in_memory __attribute__((aligned(4), may_alias));

enum term { VALUES, SQUARES, SQUARES_ABOUT, PRODUCTS };

/// Sixteen terms: a, a^2, (a - centre)^2 or a b.
TESSERA_INLINE void make_terms(enum term term, const float *a, const float *b, float centre,
                               lanes *terms) {
  lanes value = *(const lanes_in_memory *)a;
  if (term == SQUARES_ABOUT) value -= centre;
  if (term == VALUES)
    *terms = value;
  else if (term == PRODUCTS)
    *terms = value * *(const lanes_in_memory *)b;
  else
    *terms = value * value;
}

/// As make_terms, added to a sum, so that the product and the addition may be one operation.
TESSERA_INLINE void add_terms(enum term term, const float *a, const float *b, float centre,
                              lanes *sum) {
  lanes value = *(const lanes_in_memory *)a;
  if (term == SQUARES_ABOUT) value -= centre;
  if (term == VALUES)
    *sum += value;
  else if (term == PRODUCTS)
    *sum += value * *(const lanes_in_memory *)b;
  else
    *sum += value * value;
}

/// Clears all but the last `count` lanes.
TESSERA_INLINE void keep_last(lanes *value, size_t count) {
  const int __attribute__((ext_vector_type(16)))
  lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  *value = lane >= LANES - (int)count ? *value : 0;
}

/// Copies fewer than 16 floats; a call to memcpy for every row is felt.
TESSERA_INLINE void copy_few(float *output, const float *input, size_t count) {
  for (size_t step = LANES / 2; step > 0; step /= 2)
    if (count & step) {
      memcpy(output, input, step * sizeof(float));
      output += step, input += step;
    }
}

TESSERA_INLINE float total_of_lanes(const lanes *sums) {
  lanes all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  float __attribute__((ext_vector_type(8))) eight = all.lo + all.hi;
  float __attribute__((ext_vector_type(4))) four = eight.lo + eight.hi;
  float __attribute__((ext_vector_type(2))) two = four.lo + four.hi;
  return two.x + two.y;
}

/// Sum of `count` terms in an order that no instruction set changes: blocks of 16 are added to four
/// partial sums of 16 lanes in turn, an incomplete last block stands at the last lanes, and then
/// halves are added to halves.
///
/// Note 1: four sums, because one would wait for itself: 1024 floats take 21 ns, 95 ns with one.
TESSERA_INLINE float sum_of_terms(enum term term, const float *a, const float *b, float centre,
                                  size_t count) {
  lanes sums[SUMS] = {0, 0, 0, 0};
  lanes rest = 0;
  if (count < LANES) {
    float left[LANES], right[LANES];
    for (int lane = 0; lane < LANES; lane++) left[lane] = right[lane] = 0;
    copy_few(left + LANES - count, a, count);
    if (term == PRODUCTS) copy_few(right + LANES - count, b, count);
    make_terms(term, left, right, centre, &rest);
    keep_last(&rest, count);
    sums[0] = rest;
    return total_of_lanes(sums);
  }
  size_t at = 0;
  for (; at + SUMS * LANES <= count; at += SUMS * LANES)
    for (size_t k = 0; k < SUMS; k++) {
      const float *other = term == PRODUCTS ? b + at + k * LANES : a;
      add_terms(term, a + at + k * LANES, other, centre, &sums[k]);
    }
  for (size_t k = 0; k + 1 < SUMS; k++)
    if (at + LANES <= count) {
      add_terms(term, a + at, term == PRODUCTS ? b + at : a, centre, &sums[k]);
      at += LANES;
    }
  if (at < count) {
    const size_t last = count - LANES;
    make_terms(term, a + last, term == PRODUCTS ? b + last : a, centre, &rest);
    keep_last(&rest, count - at);
    sums[SUMS - 1] += rest;
  }
  return total_of_lanes(sums);
}

TESSERA_INLINE float sum_of_row(const float *values, size_t count) {
  return sum_of_terms(VALUES, values, NULL, 0, count);
}

TESSERA_INLINE float squares_of_row(const float *values, size_t count) {
  return sum_of_terms(SQUARES, values, NULL, 0, count);
}

TESSERA_INLINE float squares_about(float centre, const float *values, size_t count) {
  return sum_of_terms(SQUARES_ABOUT, values, NULL, centre, count);
}

TESSERA_INLINE float dot_of_rows(const float *a, const float *b, size_t count) {
  return sum_of_terms(PRODUCTS, a, b, 0, count);
}

/// The larger lanes; a NaN among the new values stays until a number follows it.
TESSERA_INLINE void keep_larger(lanes *largest, const float *values) {
  lanes value = *(const lanes_in_memory *)values;
  *largest = *largest > value ? *largest : value;
}

/// The largest value; -infinity of none. A row with a NaN gives NaN or any of its values.
TESSERA_INLINE float largest_of_row(const float *values, size_t count) {
  lanes largest[2] = {-__builtin_inff(), -__builtin_inff()};
  size_t at = 0;
  for (; at + 2 * LANES <= count; at += 2 * LANES) {
    keep_larger(&largest[0], values + at);
    keep_larger(&largest[1], values + at + LANES);
  }
  if (at + LANES <= count) {
    keep_larger(&largest[0], values + at);
    at += LANES;
  }
  // The last 16 again, if there are so many: a maximum does not mind.
  if (at < count && count >= LANES) keep_larger(&largest[1], values + count - LANES);
  if (count < LANES) {
    lanes rest = -__builtin_inff();
    copy_few((float *)&rest, values, count);
    keep_larger(&largest[1], (const float *)&rest);
  }
  lanes all = largest[0] > largest[1] ? largest[0] : largest[1];
  float __attribute__((ext_vector_type(8))) eight = all.lo > all.hi ? all.lo : all.hi;
  float __attribute__((ext_vector_type(4))) four = eight.lo > eight.hi ? eight.lo : eight.hi;
  float __attribute__((ext_vector_type(2))) two = four.lo > four.hi ? four.lo : four.hi;
  return two.x > two.y ? two.x : two.y;
}
#endif
