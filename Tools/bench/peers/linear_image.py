"""The shipped linear-image model in NumPy, read from the same files."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from . import pictures
from .parallel import for_each
from .peer import Peer, Work
from .quantizers import nearest

SIDE = 256
FILE_LIMIT = 256


class LinearImageTokenizer:
    """Patches, Karhunen-Loève transform, residual vector quantization."""

    def __init__(self, folder: Path):
        weights = load_file(folder / "model.safetensors")
        self.patch_size = json.loads((folder / "config.json").read_text())["patch_size"]
        self.mean = weights["transform.mean"].astype(np.float32)
        self.basis = weights["transform.basis"].astype(np.float32)
        self.codebooks = weights["quantizer.codebooks"].astype(np.float32)

    def encode(self, picture: np.ndarray) -> np.ndarray:
        """8-bit RGB `[height, width, 3]` to codes `[patches, stages]`."""
        residuals = (self.patches(picture) - self.mean) @ self.basis.T
        codes = np.empty((len(residuals), len(self.codebooks)), np.int32)
        for stage, codebook in enumerate(self.codebooks):
            codes[:, stage] = nearest(residuals, codebook)
            residuals -= codebook[codes[:, stage]]
        return codes

    def decode(self, codes: np.ndarray, height: int, width: int) -> np.ndarray:
        """Codes to 8-bit RGB `[height, width, 3]`."""
        vectors = sum(codebook[codes[:, stage]] for stage, codebook in enumerate(self.codebooks))
        values = (vectors @ self.basis + self.mean + 1) * np.float32(127.5) + np.float32(0.5)
        samples = values.clip(0, 255).astype(np.uint8)
        side, rows, columns = self.patch_size, -(-height // self.patch_size), -(-width // self.patch_size)
        grid = samples.reshape(rows, columns, side, side, 3).transpose(0, 2, 1, 3, 4)
        return np.ascontiguousarray(grid.reshape(rows * side, columns * side, 3)[:height, :width])

    def patches(self, picture: np.ndarray) -> np.ndarray:
        side = self.patch_size
        height, width, _ = picture.shape
        padded = np.pad(picture, ((0, -height % side), (0, -width % side), (0, 0)), mode="edge")
        rows, columns = padded.shape[0] // side, padded.shape[1] // side
        grid = padded.reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4)
        return grid.reshape(rows * columns, -1).astype(np.float32) / np.float32(127.5) - 1


def peers(model: Path, folder: Path, threads: int) -> list[Peer]:
    def encode() -> Work:
        tokenizer, picture = LinearImageTokenizer(model), noise()
        return Work(1, lambda: tokenizer.encode(picture))

    def decode() -> Work:
        tokenizer = LinearImageTokenizer(model)
        codes = tokenizer.encode(noise())
        return Work(1, lambda: tokenizer.decode(codes, SIDE, SIDE))

    def encode_files() -> Work:
        tokenizer = LinearImageTokenizer(model)
        contents = pictures.files(folder)[:FILE_LIMIT]
        body = lambda content: tokenizer.encode(np.asarray(pictures.decoded(content)))
        return Work(len(contents), lambda: for_each(contents, body, threads))

    return [
        Peer("model linear-image encode 256x256", "NumPy", encode),
        Peer("model linear-image decode 256x256", "NumPy", decode),
        Peer("model linear-image encode jpeg-files", "Pillow, NumPy", encode_files),
    ]


def noise() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
