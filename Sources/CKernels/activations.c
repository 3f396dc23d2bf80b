#include "tessera_activations.h"

#include "multiversion.h"
#include "vector_activations.h"

#define UNARY_KERNEL(name, function)                                                     \
  TESSERA_MULTIVERSION                                                                   \
  void name(const float *input, float *output, size_t count) {                           \
    TESSERA_VECTORIZE for (size_t i = 0; i < count; i++) output[i] = function(input[i]); \
  }

UNARY_KERNEL(tessera_gelu, vector_gelu)
UNARY_KERNEL(tessera_gelu_tanh, vector_gelu_tanh)
UNARY_KERNEL(tessera_silu, vector_silu)
UNARY_KERNEL(tessera_sigmoid, vector_sigmoid)
UNARY_KERNEL(tessera_tanh, vector_tanh)
UNARY_KERNEL(tessera_relu, vector_relu)
UNARY_KERNEL(tessera_exp, vector_exp)
UNARY_KERNEL(tessera_log, vector_log)
UNARY_KERNEL(tessera_sqrt, square_root)
UNARY_KERNEL(tessera_reciprocal_sqrt, vector_reciprocal_sqrt)
UNARY_KERNEL(tessera_square, vector_square)

TESSERA_MULTIVERSION
void tessera_leaky_relu(const float *input, float slope, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)
    output[i] = input[i] > 0 ? input[i] : slope * input[i];
}

TESSERA_MULTIVERSION
void tessera_elu(const float *input, float alpha, float *output, size_t count) {
  TESSERA_VECTORIZE for (size_t i = 0; i < count; i++)
    output[i] = input[i] > 0 ? input[i] : alpha * vector_expm1(input[i]);
}
