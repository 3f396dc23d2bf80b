#ifndef TESSERA_CKERNELS_H
#define TESSERA_CKERNELS_H
#include "tessera_levels.h"
#include "tessera_reduce.h"
#include "tessera_resize.h"
#endif
