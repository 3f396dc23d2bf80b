#ifndef TESSERA_FINITE_H
#define TESSERA_FINITE_H
#include <stdbool.h>
#include <stddef.h>

/// Whether none of `count` floats is NaN or infinite.
bool tessera_all_finite(const float *values, size_t count);
#endif
