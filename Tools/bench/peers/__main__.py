"""Runs tessera and its peers in turn, several rounds, and prints the medians side by side.

Large models (titok-…, maskgit-vqgan), 16 million codes for pair encoding (16M) and its whole processes
(process) take minutes and are measured only where --only names them.
"""

import argparse
import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

SAMPLES = Path("Assets/samples")
TRAINING_PICTURES = Path("../shared/data/images/train")
MODEL = Path("Assets/models/linear-image")
HEADER = ("benchmark", "threads", "tessera", "peer", "ratio", "unit", "peer's library")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Tools/bench/run", description=__doc__)
    pictures = TRAINING_PICTURES if TRAINING_PICTURES.is_dir() else SAMPLES
    parser.add_argument("--pictures", type=Path, default=pictures, help="folder of JPEG files")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--rounds", type=int, default=3, help="the median round counts")
    parser.add_argument("--only", nargs="*", default=[], help="words that names must hold")
    parser.add_argument("--peers-only", action="store_true", help="models without tessera")
    parser.add_argument("--kernels", help="OpenBLAS family for both sides, such as Haswell")
    return parser.parse_args()


def all_peers(options: argparse.Namespace, threads: int) -> list:
    """Every peer; imported late, because NumPy reads the environment when it loads."""
    from . import linear_image, pair_encoding, pictures as picture_peers, quantizers, sounds

    return [
        *picture_peers.peers(options.pictures, threads), *sounds.peers(SAMPLES, threads),
        *quantizers.peers(threads), *linear_image.peers(MODEL, options.pictures, threads),
        *pair_encoding.peers(threads, options.only),
    ]


def measure(options: argparse.Namespace, threads: int) -> list[tuple[str, ...]]:
    """A row for each peer, and one without a peer for each benchmark that has none."""
    from threadpoolctl import threadpool_limits

    from .peer import rate
    from .tessera import records

    ours, theirs, units = defaultdict(list), defaultdict(list), {}
    peers = [
        peer for peer in all_peers(options, threads)
        if all(word in peer.benchmark for word in options.only)
    ]
    with threadpool_limits(threads):
        for _ in range(options.rounds):
            for record in records(options.only, options.pictures, threads):
                ours[record["name"]].append(record["rate"])
                units[record["name"]] = record["unit"]
            for peer in peers:
                theirs[peer.benchmark, peer.library].append(rate(peer.prepare()))
    rows = []
    for name, rates in ours.items():
        mine = statistics.median(rates)
        libraries = [library for benchmark, library in theirs if benchmark == name]
        for library in libraries or [""]:
            peer = statistics.median(theirs[name, library]) if library else None
            rows.append((
                name, str(threads), number(mine), number(peer) if peer else "",
                f"{mine / peer:.2f}" if peer else "", units[name], library,
            ))
    return rows


def number(rate: float) -> str:
    """Three or more significant digits, thousands apart."""
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"


def print_table(rows: list[tuple[str, ...]], numbers: range) -> None:
    """A Markdown table, the columns in `numbers` flush right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for index, row in enumerate(rows):
        cells = [
            text.rjust(width) if column in numbers else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths))
        ]
        print("| " + " | ".join(cells) + " |")
        if index == 0:
            dashes = [
                "-" * (width - 1) + ":" if column in numbers else "-" * width
                for column, width in enumerate(widths)
            ]
            print("| " + " | ".join(dashes) + " |")


def describe_models(options: argparse.Namespace) -> None:
    """The machine, for a run without tessera's record."""
    print(f"\n{os.cpu_count()} threads; median of {options.rounds} rounds; "
          f"load average {os.getloadavg()[0]:.1f} at the end")


def describe(options: argparse.Namespace) -> None:
    """The machine and both sides' OpenBLAS."""
    from threadpoolctl import threadpool_info

    from .tessera import records

    record = records(["token-file", "write"], options.pictures, 1)[0]
    numpy_kernels = {
        f"{pool.get('architecture')} ({pool['internal_api']} {pool['version']})"
        for pool in threadpool_info() if pool["user_api"] == "blas"
    }
    print(f"\n{record['cpu']}, {os.cpu_count()} threads; OpenBLAS kernels: tessera "
          f"{record['kernels']}, peers {', '.join(sorted(numpy_kernels))}; "
          f"median of {options.rounds} rounds; load average {os.getloadavg()[0]:.1f} at the end")


def main() -> None:
    options = arguments()
    if options.kernels:
        os.environ["OPENBLAS_CORETYPE"] = options.kernels
    if not options.peers_only:
        small = [row for threads in options.threads for row in measure(options, threads)]
        if small:
            print_table([HEADER, *small], range(1, 5))
            print()
    if options.only:
        from . import model_rounds, pair_processes

        if not options.peers_only:
            processes = pair_processes.rows(options.only, options.threads, options.rounds)
            if rows := list(processes):
                print_table([pair_processes.HEADER, *rows], range(1, 7))

        large = model_rounds.rows(
            options.only, options.threads, options.rounds, with_tessera=not options.peers_only
        )
        if rows := list(large):
            print_table([model_rounds.HEADER, *rows], range(1, 7))
    (describe_models if options.peers_only else describe)(options)


if __name__ == "__main__":
    sys.exit(main())
