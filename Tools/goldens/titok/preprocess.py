"""Pictures to what the models read, by Pillow."""

import numpy as np
from PIL import Image

BICUBIC, BOX = Image.Resampling.BICUBIC, Image.Resampling.BOX


def resized(picture: Image.Image, side: int) -> Image.Image:
    """The shorter side to `side`, the longer in proportion and rounded down."""
    short = min(picture.size)
    if short == side:
        return picture
    return picture.resize(tuple(extent * side // short for extent in picture.size), BICUBIC)


def centre_crop(picture: Image.Image, side: int) -> np.ndarray:
    """Offsets round halves to the even integer, as Python's `round` does."""
    left, top = (round((extent - side) / 2) for extent in picture.size)
    return np.asarray(picture)[top : top + side, left : left + side]


def evaluation_tensor(picture: Image.Image, side: int) -> np.ndarray:
    """`[3, side, side]` in [0, 1]."""
    return centre_crop(resized(picture, side), side).transpose(2, 0, 1).astype(np.float32) / 255


def adm_crop(picture: Image.Image, side: int) -> np.ndarray:
    """`[side, side, 3]`, 8-bit: halve while twice as large, then scale, then crop."""
    while min(picture.size) >= 2 * side:
        picture = picture.resize(tuple(extent // 2 for extent in picture.size), BOX)
    scale = side / min(picture.size)
    picture = picture.resize(tuple(round(extent * scale) for extent in picture.size), BICUBIC)
    left, top = ((extent - side) // 2 for extent in picture.size)
    return np.asarray(picture)[top : top + side, left : left + side]
