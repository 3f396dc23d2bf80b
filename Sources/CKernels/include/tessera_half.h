#ifndef TESSERA_HALF_H
#define TESSERA_HALF_H
#include <stddef.h>
#include <stdint.h>

// 16-bit floats as bits: bfloat16 (8 exponent bits) and IEEE half (5). To 16 bits they round to
// nearest, ties to even; a NaN stays a NaN.

void tessera_floats_of_bfloat16(const uint16_t *bits, size_t count, float *values);
void tessera_bfloat16_of_floats(const float *values, size_t count, uint16_t *bits);
void tessera_floats_of_half(const uint16_t *bits, size_t count, float *values);
void tessera_half_of_floats(const float *values, size_t count, uint16_t *bits);
#endif
