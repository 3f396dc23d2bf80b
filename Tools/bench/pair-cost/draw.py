"""Fits seconds = a N + b N log2 M + c M to what measure.py found, prints how well it holds, and draws it.

The last term is what a merge costs by itself, for checking and writing it.
"""

import json
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("svg")
matplotlib.rcParams |= {"svg.hashsalt": "tessera", "svg.fonttype": "none", "font.size": 9}
from matplotlib import pyplot  # noqa: E402

RESULTS = Path(".build/bench/pair-cost/seconds.json")
PICTURE = Path("Sources/Tessera/Tessera.docc/Resources/pair-training-cost.svg")


def fit(codes: np.ndarray, merges: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """The terms a, b and c with the least squared relative error."""
    terms = columns(codes, merges)
    return np.linalg.lstsq(terms / seconds[:, None], np.ones_like(seconds), rcond=None)[0]


def columns(codes: np.ndarray, merges: np.ndarray) -> np.ndarray:
    return np.stack([codes, codes * np.log2(merges), merges], axis=1)


def draw(axes, name: str, runs: list[dict], start: float) -> None:
    codes, merges, seconds = (
        np.array([run[key] for run in runs], float) for key in ("codes", "merges", "seconds")
    )
    seconds -= start
    terms = fit(codes, merges, seconds)
    fitted = columns(codes, merges) @ terms
    residual = ((seconds - fitted) ** 2).sum() / ((seconds - seconds.mean()) ** 2).sum()
    deviation = np.abs(fitted / seconds - 1)
    print(
        f"| {name} | {terms[0] * 1e9:.1f} | {terms[1] * 1e9:.2f} | {terms[2] * 1e6:.1f} | "
        f"{1 - residual:.3f} | {100 * np.median(deviation):.0f} % | {100 * deviation.max():.0f} % |"
    )
    for count in np.unique(codes):
        chosen = codes == count
        line = axes.plot(merges[chosen], seconds[chosen], "o", markersize=4)[0]
        axes.plot(
            merges[chosen], fitted[chosen], "-", linewidth=1, color=line.get_color(),
            label=f"{count / 2**20:.0f} M codes",
        )
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_title(name)
    axes.set_xlabel("merges")
    axes.grid(alpha=0.3)


def main() -> None:
    results = json.loads(RESULTS.read_text())
    start = results.pop("start")
    figure, panels = pyplot.subplots(
        1, len(results), figsize=(3.2 * len(results), 3.2), sharey=True, squeeze=False,
        layout="constrained",
    )
    print("| corpus | a, ns | b, ns | c, µs | R² | median error | largest |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for axes, (name, runs) in zip(panels[0], results.items()):
        draw(axes, name, runs, start)
    panels[0][0].set_ylabel("seconds, one thread")
    lines = panels[0][0].get_legend_handles_labels()
    figure.legend(*lines, fontsize=8, loc="outside right center", reverse=True)
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
