#include "tessera_half.h"

#include "multiversion.h"
#include "vector_math.h"

TESSERA_MULTIVERSION
void tessera_floats_of_bfloat16(const uint16_t *bits, size_t count, float *values) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)
    values[i] = float_of((uint32_t)bits[i] << 16);
}

TESSERA_MULTIVERSION
void tessera_bfloat16_of_floats(const float *values, size_t count, uint16_t *bits) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) {
    uint32_t wide = bits_of(values[i]);
    uint32_t rounded = (wide + 0x7fff + (wide >> 16 & 1)) >> 16;
    bits[i] = (uint16_t)((wide & 0x7fffffff) > 0x7f800000 ? wide >> 16 | 0x40 : rounded);
  }
}

// A half's exponent and fraction at a float's place are 2^112 times too small; the product is
// exact, denormals included.
TESSERA_MULTIVERSION
void tessera_floats_of_half(const uint16_t *bits, size_t count, float *values) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) {
    uint32_t size = (uint32_t)(bits[i] & 0x7fff) << 13;
    uint32_t wide = bits_of(float_of(size) * 0x1p112f);
    wide = size >= 0x7c00u << 13 ? size | 0x7f800000 : wide;
    values[i] = float_of(wide | (uint32_t)(bits[i] & 0x8000) << 16);
  }
}

TESSERA_MULTIVERSION
void tessera_half_of_floats(const float *values, size_t count, uint16_t *bits) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) {
    uint32_t wide = bits_of(values[i]);
    uint32_t size = wide & 0x7fffffff;
    // 2^-24, the unit of denormal halves, is the last place of 0.5: the addition rounds to it.
    uint32_t denormal = bits_of(float_of(size) + 0.5f) - 0x3f000000;
    uint32_t normal = (size + 0xfff + (size >> 13 & 1) - (112u << 23)) >> 13;
    uint32_t small = size < 113u << 23 ? denormal : normal;
    uint32_t finite = size >= 0x477ff000 ? 0x7c00 : small;
    uint32_t narrow = size > 0x7f800000 ? 0x7e00 | (size >> 13 & 0x3ff) : finite;
    bits[i] = (uint16_t)(narrow | (wide >> 16 & 0x8000));
  }
}
