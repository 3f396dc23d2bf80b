#include "tessera_finite.h"
#include <stdint.h>
#include <string.h>
#include "multiversion.h"

TESSERA_MULTIVERSION
bool tessera_all_finite(const float *values, size_t count) {
  uint32_t found = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, values + i, sizeof bits);
    // An exponent of ones is what NaN and infinity have and no number has.
    found |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return found == 0;
}
