#include "include/CFourier.h"

#include <complex>
#include <kissfft/kissfft.hh>
#include <new>

// kissfft.hh's own complex type is std::complex<double>, whose layout is a (real, imaginary) pair.
struct tessera_fourier {
  kissfft<double> plan;
  explicit tessera_fourier(size_t count) : plan(count, false) {}
};

tessera_fourier *tessera_fourier_create(size_t count) {
  try {
    return new tessera_fourier(count);
  } catch (...) {
    return nullptr;
  }
}

void tessera_fourier_destroy(tessera_fourier *plan) { delete plan; }

void tessera_fourier_forward(tessera_fourier *plan, const double *input, double *output) {
  plan->plan.transform(reinterpret_cast<const std::complex<double> *>(input),
                       reinterpret_cast<std::complex<double> *>(output));
}
