"""`tessera bpe` against Hugging Face tokenizers as whole processes: from files to files."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import pair_encoding
from .tessera import PROGRAM

HEADER = (
    "whole process", "threads", "tessera s", "peer s", "ratio", "tessera bytes/code",
    "peer bytes/code", "peer's library",
)
FOLDER = Path(".build/bench/pair-encoding")


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    memory: int
    """Bytes at most, with what files it mapped."""


def cost(command: list, threads: int) -> Cost:
    """Runs a process that must succeed."""
    environment = os.environ | {
        "RAYON_NUM_THREADS": str(threads),
        "TOKENIZERS_PARALLELISM": "true" if threads > 1 else "false",
    }
    runner = [sys.executable, "-m", "peers.process_cost"]
    result = subprocess.run(
        [*runner, *map(str, command)], env=environment, stdout=subprocess.PIPE, check=True
    )
    return Cost(**json.loads(result.stdout))


def median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs), max(cost.memory for cost in costs)
    )


class Processes:
    """Both programs on the codes of one size."""

    def __init__(self, size: str, threads: int):
        self.size, self.threads = size, threads
        self.code_count, self.merges = pair_encoding.SIZES[size]
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.codes = FOLDER / f"codes-{size}.npy"
        if not self.codes.exists():
            np.save(self.codes, pair_encoding.corpus(self.code_count).astype(np.uint16))
        self.vocabulary = FOLDER / f"vocabulary-{size}.json"
        self.exported = FOLDER / f"exported-{size}.json"
        self.trained = FOLDER / f"trained-{size}.json"
        self.ours, self.theirs = FOLDER / f"ours-{size}.npz", FOLDER / f"theirs-{size}.npz"

    def tessera(self, *arguments) -> Cost:
        return cost([PROGRAM, "bpe", *arguments, "--threads", self.threads, "--quiet"], self.threads)

    def peer(self, *arguments) -> Cost:
        return cost([sys.executable, "-m", "peers.pair_worker", *arguments], self.threads)

    def train(self) -> Cost:
        return self.tessera("train", self.codes, "--merges", self.merges, "-o", self.vocabulary)

    def encode(self) -> Cost:
        return self.tessera("encode", self.codes, "--bpe", self.vocabulary, "-o", self.ours)

    def train_peer(self) -> Cost:
        return self.peer("train", self.codes, self.merges, "-o", self.trained)

    def encode_peer(self) -> Cost:
        if not self.vocabulary.exists():
            self.train()
        subprocess.run([PROGRAM, "bpe", "export", self.vocabulary, "-o", self.exported], check=True)
        return self.peer("encode", self.codes, self.exported, "-o", self.theirs)

    def check_merges(self) -> None:
        """Both must have learned the same."""
        subprocess.run([PROGRAM, "bpe", "export", self.vocabulary, "-o", self.exported], check=True)
        ours, theirs = (
            json.loads(path.read_text())["model"]["merges"]
            for path in (self.exported, self.trained)
        )
        assert ours == theirs, "both programs have learned different merges"

    def check_tokens(self) -> None:
        """Both must have written the same."""
        with np.load(self.ours) as ours, np.load(self.theirs) as theirs:
            for name in ("tokens", "offsets"):
                assert np.array_equal(ours[name], theirs[name]), f"{name} differ"


def rows(words: list[str], threads: list[int], rounds: int) -> Iterator[tuple[str, ...]]:
    """A row for training and one for encoding, of each size whose name holds all words; none where
    processes are not asked for, because they take minutes."""
    import tokenizers

    for size, (_, merges) in pair_encoding.SIZES.items():
        for part in ("train", "encode"):
            name = f"bpe process {part} {size} codes of {1 << pair_encoding.CODE_BITS}, {merges} merges"
            if "process" not in words or not all(word in name for word in words):
                continue
            for count in threads:
                yield row(
                    name, part, Processes(size, count), rounds,
                    f"tokenizers {tokenizers.__version__}",
                )


def row(
    name: str, part: str, processes: Processes, rounds: int, library: str
) -> tuple[str, ...]:
    """The medians of rounds in which both take turns; memory is the most of all rounds."""
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(processes.train_peer() if part == "train" else processes.encode_peer())
        ours.append(processes.train() if part == "train" else processes.encode())
    processes.check_merges() if part == "train" else processes.check_tokens()
    mine, other = median(ours), median(theirs)
    return (
        name, str(processes.threads), f"{mine.seconds:.2f}", f"{other.seconds:.2f}",
        f"{other.seconds / mine.seconds:.1f}", f"{mine.memory / processes.code_count:.1f}",
        f"{other.memory / processes.code_count:.1f}", library,
    )
