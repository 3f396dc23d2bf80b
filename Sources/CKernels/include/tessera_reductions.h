#ifndef TESSERA_REDUCTIONS_H
#define TESSERA_REDUCTIONS_H
#include <stddef.h>

// Sums in an order that depends on the count alone, never on the processor: blocks of 16 terms are
// added to four partial sums of 16 lanes in turn, an incomplete last block stands at the last lanes
// of the fourth (of the first, if it is all), then halves are added to halves. Processors with and
// without fused multiply-add may still round products differently.

/// Sum of squares of `count` floats.
float tessera_sum_of_squares(const float *values, size_t count);

#endif
