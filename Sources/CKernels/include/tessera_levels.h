#ifndef TESSERA_LEVELS_H
#define TESSERA_LEVELS_H
#include <stddef.h>
#include <stdint.h>

/// values[i] = levels[i] / 127.5 - 1: the 256 levels of a sample spread over -1...1.
void tessera_values_of_levels(const uint8_t *levels, size_t count, float *values);

/// levels[i] is the level nearest to values[i], which is clamped to -1...1; a NaN becomes level 0.
void tessera_levels_of_values(const float *values, size_t count, uint8_t *levels);
#endif
