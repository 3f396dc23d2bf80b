"""Models, Tessera and its peers taking turns: the machine may be shared, and its speed then drifts."""

import gc
import statistics
from collections import defaultdict
from collections.abc import Iterator

from . import tessera
from .models import CASES, ModelCase, peers, prepared
from .peer import median_seconds

HEADER = (
    "benchmark", "threads", "tessera ms", "peer ms", "ratio", "tessera GFLOP/s", "peer GFLOP/s",
    "peer's library",
)
TESSERA = "tessera"


def chosen(words: list[str]) -> list[ModelCase]:
    """Cases whose name holds all words; none without words, because they take minutes."""
    return [case for case in CASES if words and all(word in f"{case.name} f32 bf16" for word in words)]


def rows(
    words: list[str], threads: list[int], rounds: int, with_tessera: bool
) -> Iterator[tuple[str, ...]]:
    for case in chosen(words):
        work = prepared(case)
        for count in threads:
            seconds = measured(case, work, count, rounds, with_tessera)
            yield from table(seconds, count, work.gigaflops)
            gc.collect()


def measured(
    case: ModelCase, work, threads: int, rounds: int, with_tessera: bool
) -> dict[tuple[str, str], float]:
    """Seconds of the median round, by benchmark and library."""
    seconds = defaultdict(list)
    ready = [(peer, peer.prepare()) for peer in peers(work, threads)]
    for _, body in ready:
        body.body()
    for _ in range(rounds):
        if with_tessera:
            for dtype in ("f32", "bf16"):
                seconds[f"{case.name} {dtype}", TESSERA].append(
                    tessera.model_seconds(case.model, case.part, case.batch, dtype, threads)
                )
        for peer, body in ready:
            seconds[peer.benchmark, peer.library].append(median_seconds(body, 1, 1.0))
    return {key: statistics.median(values) for key, values in seconds.items()}


def table(
    seconds: dict[tuple[str, str], float], threads: int, gigaflops: float
) -> Iterator[tuple[str, ...]]:
    """A row a peer; the ratio is how many times faster Tessera is."""
    for (benchmark, library), theirs in seconds.items():
        if library == TESSERA:
            continue
        ours = seconds.get((benchmark, TESSERA))
        yield (
            benchmark, str(threads), f"{ours * 1e3:.1f}" if ours else "", f"{theirs * 1e3:.1f}",
            f"{theirs / ours:.2f}" if ours else "", f"{gigaflops / ours:.0f}" if ours else "",
            f"{gigaflops / theirs:.0f}", library,
        )
