#ifndef TESSERA_CKERNELS_H
#define TESSERA_CKERNELS_H
#include "tessera_activation_derivatives.h"
#include "tessera_activations.h"
#include "tessera_elementwise.h"
#include "tessera_finite.h"
#include "tessera_group_norm.h"
#include "tessera_layout.h"
#include "tessera_levels.h"
#include "tessera_matrix.h"
#include "tessera_normalization.h"
#include "tessera_reduce.h"
#include "tessera_reductions.h"
#include "tessera_resampling.h"
#include "tessera_resize.h"
#include "tessera_softmax.h"
#include "tessera_winograd.h"
#endif
