"""The nearest code and a k-means step by NumPy and scikit-learn, in 32-bit floats."""

import numpy as np
from sklearn.cluster._k_means_lloyd import lloyd_iter_chunked_dense
from sklearn.metrics import pairwise_distances_argmin

from .peer import Peer, Work

VECTORS, DIMENSION, CODES = 65_536, 64, 1024
SHAPE = f"{VECTORS}x{DIMENSION} of {CODES}"
BLOCK = 1024


def nearest(vectors: np.ndarray, codebook: np.ndarray) -> np.ndarray:
    """argmax of v·c - |c|²/2, block by block so that scores stay in the cache."""
    half_squared_norms = (codebook * codebook).sum(axis=1) / 2
    columns = np.ascontiguousarray(codebook.T)
    blocks = range(0, len(vectors), BLOCK)
    return np.concatenate(
        [(vectors[row : row + BLOCK] @ columns - half_squared_norms).argmax(axis=1) for row in blocks]
    )


def noise() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(7)
    vectors = generator.uniform(-1, 1, (VECTORS, DIMENSION)).astype(np.float32)
    return vectors, vectors[:CODES].copy()


def lloyd_step(vectors: np.ndarray, codebook: np.ndarray, threads: int) -> np.ndarray:
    """One iteration of scikit-learn's KMeans without what `fit` does around it."""
    moved = np.empty_like(codebook)
    lloyd_iter_chunked_dense(
        vectors, np.ones(VECTORS, np.float32), codebook, moved, np.empty(CODES, np.float32),
        np.empty(VECTORS, np.int32), np.empty(CODES, np.float32), threads,
    )
    return moved


def peers(threads: int) -> list[Peer]:
    def work(body) -> Work:
        vectors, codebook = noise()
        return Work(VECTORS, lambda: body(vectors, codebook))

    return [
        Peer(f"quantizer nearest-code {SHAPE}", "NumPy", lambda: work(nearest)),
        Peer(
            f"quantizer nearest-code {SHAPE}", "scikit-learn",
            lambda: work(pairwise_distances_argmin),
        ),
        Peer(
            f"quantizer k-means-step {SHAPE}", "scikit-learn",
            lambda: work(lambda vectors, codebook: lloyd_step(vectors, codebook, threads)),
        ),
    ]
