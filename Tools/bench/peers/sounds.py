"""Sound by libsndfile and libsoxr."""

import io
from pathlib import Path

import soundfile
import soxr

from .parallel import for_each
from .peer import Peer, Work

RECORDED_RATE = 44_100
MODEL_RATE = 16_000


def recordings(folder: Path) -> tuple[list[bytes], float]:
    """The FLAC files of a folder at the recorded rate, and how many seconds they are in all."""
    contents: list[bytes] = []
    seconds = 0.0
    for path in sorted(folder.glob("*.flac")):
        samples, rate = soundfile.read(path, dtype="float32")
        samples = soxr.resample(samples, rate, RECORDED_RATE)
        file = io.BytesIO()
        soundfile.write(file, samples, RECORDED_RATE, format="FLAC", subtype="PCM_16")
        contents.append(file.getvalue())
        seconds += len(samples) / RECORDED_RATE
    return contents, seconds


def decoded(content: bytes):
    return soundfile.read(io.BytesIO(content), dtype="float32")


def resampled(content: bytes):
    samples, rate = decoded(content)
    return soxr.resample(samples, rate, MODEL_RATE)


def peers(folder: Path, threads: int) -> list[Peer]:
    def work(body) -> Work:
        contents, seconds = recordings(folder)
        return Work(seconds, lambda: for_each(contents, body, threads))

    return [
        Peer("media flac-decode", "soundfile", lambda: work(decoded)),
        Peer("media flac-decode-resample-16000", "soundfile, soxr", lambda: work(resampled)),
    ]
