"""Many items side by side, as `tessera` does them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from threadpoolctl import threadpool_limits


def for_each(items: Sequence, body: Callable, threads: int) -> None:
    """Calls `body` with every item on so many threads, BLAS keeping to the thread that calls it.

    Codecs and BLAS run outside Python's lock.
    """
    if threads == 1:
        for item in items:
            body(item)
        return
    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(body, items, chunksize=8):
            pass
