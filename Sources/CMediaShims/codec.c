#include "include/tessera_codec.h"

#include <stdlib.h>

void tessera_codec_bytes_free(tessera_codec_bytes bytes) { free(bytes.bytes); }
