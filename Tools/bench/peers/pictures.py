"""Pictures by Pillow."""

import io
from pathlib import Path

from PIL import Image

from .parallel import for_each
from .peer import Peer, Work


def files(folder: Path) -> list[bytes]:
    """The JPEG files below a folder, in order of their paths."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".jpg", ".jpeg"))
    return [path.read_bytes() for path in paths]


def decoded(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def to_shorter_side(image: Image.Image, side: int) -> Image.Image:
    scale = side / min(image.size)
    width, height = (round(extent * scale) for extent in image.size)
    return image.resize((width, height), Image.Resampling.BICUBIC)


def peers(folder: Path, threads: int) -> list[Peer]:
    def decode() -> Work:
        contents = files(folder)
        return Work(len(contents), lambda: for_each(contents, decoded, threads))

    def decode_and_resize() -> Work:
        contents = files(folder)
        body = lambda content: to_shorter_side(decoded(content), 256)
        return Work(len(contents), lambda: for_each(contents, body, threads))

    def reduce() -> Work:
        large = decoded(files(folder)[0]).resize((1024, 1024), Image.Resampling.BICUBIC)
        return Work(1, lambda: large.resize((256, 256), Image.Resampling.LANCZOS))

    return [
        Peer("media jpeg-decode", "Pillow", decode),
        Peer("media jpeg-decode-resize-256", "Pillow", decode_and_resize),
        Peer("media resize-lanczos-1024-to-256", "Pillow", reduce),
    ]
