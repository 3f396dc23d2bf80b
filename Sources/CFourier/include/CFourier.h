#ifndef TESSERA_CFOURIER_H
#define TESSERA_CFOURIER_H
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A planned complex Fourier transform of one size, in double precision.
typedef struct tessera_fourier tessera_fourier;

/// Plans transforms of `count` complex values, `count` at least 1; NULL when memory runs out.
tessera_fourier *tessera_fourier_create(size_t count);

/// Frees a plan.
void tessera_fourier_destroy(tessera_fourier *plan);

/// Writes the unscaled forward transform of `count` interleaved (real, imaginary) pairs.
/// `input` and `output` must not overlap. One plan serves one thread at a time.
void tessera_fourier_forward(tessera_fourier *plan, const double *input, double *output);

#ifdef __cplusplus
}
#endif
#endif
