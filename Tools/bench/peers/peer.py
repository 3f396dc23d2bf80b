"""A peer: a library that does what one of tessera's benchmarks does, and how long it takes."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """What is timed, with everything it needs at hand."""

    amount: float
    """How many of the benchmark's unit one call of `body` does."""
    body: Callable[[], object]
    is_long: bool = False
    """Whether a round calls `body` only once, because that takes a minute."""


@dataclass(frozen=True)
class Peer:
    """One library on one benchmark."""

    benchmark: str
    """The name that `tessera bench` gives the same work."""
    library: str
    prepare: Callable[[], Work]
    """Called only when the peer is measured; its time is not counted."""


def rate(work: Work, minimum_runs: int = 5, minimum_seconds: float = 1.5) -> float:
    """Units of work a second in the median run, by the same rule as `tessera bench`."""
    if work.is_long:
        return work.amount / median_seconds(work, 1, 0)
    work.body()
    return work.amount / median_seconds(work, minimum_runs, minimum_seconds)


def median_seconds(work: Work, minimum_runs: int, minimum_seconds: float) -> float:
    """The median run, without a run to warm up."""
    seconds: list[float] = []
    while len(seconds) < minimum_runs or sum(seconds) < minimum_seconds:
        start = time.perf_counter()
        work.body()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
