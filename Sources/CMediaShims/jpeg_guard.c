#include "jpeg_guard.h"

#include <jerror.h>

static tessera_codec_status status_of(int code) {
  switch (code) {
    case JERR_OUT_OF_MEMORY:
      return TESSERA_CODEC_OUT_OF_MEMORY;
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CCIR601_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
      return TESSERA_CODEC_UNSUPPORTED;
    default:
      return TESSERA_CODEC_MALFORMED;
  }
}

static void leave(j_common_ptr codec) {
  char message[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, message);
  tessera_jpeg_guard_stop(codec, status_of(codec->err->msg_code), message);
}

// Two warnings change no pixel: a JFIF revision that libjpeg does not know, and padding between
// segments, which some cameras write.
static int is_harmless(int warning) {
  return warning == JWRN_JFIF_MAJOR || warning == JWRN_EXTRANEOUS_DATA;
}

// Negative levels are warnings: the data is damaged and libjpeg would invent the rest.
static void judge(j_common_ptr codec, int level) {
  if (level < 0 && !is_harmless(codec->err->msg_code)) leave(codec);
}

struct jpeg_error_mgr *tessera_jpeg_guard_install(tessera_jpeg_guard *guard, char *message) {
  jpeg_std_error(&guard->manager);
  guard->manager.error_exit = leave;
  guard->manager.emit_message = judge;
  guard->status = TESSERA_CODEC_OK;
  guard->message = message;
  return &guard->manager;
}

void tessera_jpeg_guard_stop(j_common_ptr codec, tessera_codec_status status, const char *message) {
  tessera_jpeg_guard *guard = (tessera_jpeg_guard *)codec->err;
  guard->status = status;
  snprintf(guard->message, TESSERA_CODEC_MESSAGE_SIZE, "%s", message);
  longjmp(guard->place, 1);
}
