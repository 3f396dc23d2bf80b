"""Seconds of `tessera bpe train` on one thread, over corpora, codes and merges, into a JSON file."""

import argparse
import json
import subprocess
import time
from pathlib import Path

import numpy as np
from peers.pair_encoding import corpus

PROGRAM = Path(".build/release/tessera")
FOLDER = Path(".build/bench/pair-cost")
RESULTS = FOLDER / "seconds.json"
PICTURES = Path("../shared/data/images/train")
MILLIONS = [1, 2, 4, 8, 16]
MERGES = [512, 1024, 2048, 4096, 8192, 16384]
LENGTH, ALPHABET, ROUNDS = 256, 1024, 3


def tessera(*words) -> float:
    """Seconds of a run that must succeed."""
    start = time.perf_counter()
    subprocess.run([PROGRAM, *map(str, words), "--quiet"], check=True)
    return time.perf_counter() - start


def phrases() -> np.ndarray:
    """The stream of the benchmarks."""
    return corpus(MILLIONS[-1] << 20)


def noise() -> np.ndarray:
    """Codes without any structure, each as likely as the others."""
    shape = (MILLIONS[-1] << 20) // LENGTH, LENGTH
    return np.random.default_rng(7).integers(0, ALPHABET, shape)


def pictures() -> np.ndarray:
    """Codes of real pictures, eight codebooks of one alphabet interleaved."""
    codes, exported = FOLDER / "pictures.tess", FOLDER / "pictures.npz"
    tessera("encode", PICTURES, "-o", codes)
    tessera("export", codes, "-o", exported)
    with np.load(exported) as arrays:
        tokens = arrays["tokens"] % ALPHABET
    return tokens[: len(tokens) // LENGTH * LENGTH].reshape(-1, LENGTH)


CORPORA = {"phrases": phrases, "noise": noise, "pictures": pictures}


def seconds(codes: np.ndarray, merges: int) -> float:
    """The fastest of several runs: others use the machine too."""
    path = FOLDER / "codes.npy"
    np.save(path, codes.astype(np.uint16))
    words = ["bpe", "train", path, "--merges", merges, "--threads", 1, "-o", FOLDER / "v.json"]
    return min(tessera(*words) for _ in range(ROUNDS))


def measured(name: str) -> list[dict]:
    codes, found = CORPORA[name](), []
    for millions in MILLIONS:
        part = codes[: (millions << 20) // LENGTH]
        if part.size < millions << 20:
            break
        for merges in MERGES:
            found.append({"codes": part.size, "merges": merges, "seconds": seconds(part, merges)})
            print(name, found[-1], flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["start"] = seconds(np.zeros((1, LENGTH)), 1)
    for name in parser.parse_args().corpora:
        if name == "pictures" and not PICTURES.is_dir():
            print(f"no {PICTURES}: without pictures")
            continue
        results[name] = measured(name)
        RESULTS.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
