#include "tessera_levels.h"

#include "multiversion.h"

// No fused multiply-add in either direction, so that every processor gives the same bits.

TESSERA_MULTIVERSION
void tessera_values_of_levels(const uint8_t *levels, size_t count, float *values) {
#pragma clang fp contract(off)
  for (size_t i = 0; i < count; i++) values[i] = (float)levels[i] * (1 / 127.5f) - 1;
}

// The comparison that a NaN fails picks 0, so nothing undefined reaches the conversion.
TESSERA_MULTIVERSION
void tessera_levels_of_values(const float *values, size_t count, uint8_t *levels) {
#pragma clang fp contract(off)
  for (size_t i = 0; i < count; i++) {
    float level = (values[i] + 1) * 127.5f + 0.5f;
    level = level > 0 ? level : 0;
    level = level < 255 ? level : 255;
    levels[i] = (uint8_t)(int32_t)level;
  }
}
