#ifndef TESSERA_CMEDIASHIMS_H
#define TESSERA_CMEDIASHIMS_H
#include "tessera_codec.h"
#include "tessera_jpeg.h"
#include "tessera_png.h"
#endif
