"""Proves the modules: recomputes every tensor of the golden cases and compares.

    python -m titok.check [FOLDER ...]      (from Tools/goldens)

A folder is a case or holds cases. Floats may differ by 1e-4; codes only where their margin is below 1e-4.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from .golden import inputs_of, model_of, outputs

TOLERANCE = 1e-4
GOLDENS = Path(__file__).parents[3] / "Tests" / "Goldens"


def cases(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.rglob("config.json"))


def check(case: Path) -> list[str]:
    """What is wrong with a case; prints its largest difference."""
    config = json.loads((case / "config.json").read_text())
    expected = load_file(case / "io.safetensors")
    model = None
    if (case / "model.safetensors").exists():
        model = model_of(config)
        model.load_state_dict(load_file(case / "model.safetensors"), strict=True)
    actual = outputs(config, model, expected)
    given = inputs_of(expected) or {name for name in expected if name.startswith("image.")}
    faults = [f"{name} is not computed" for name in expected.keys() - actual.keys() - set(given)]
    faults += [f"{name} is not in the case" for name in actual.keys() - expected.keys()]
    worst = 0.0
    for name in sorted(actual.keys() & expected.keys()):
        difference, fault = compare(name, actual[name], expected)
        worst = max(worst, difference)
        faults += [f"{name}: {fault}"] if fault else []
    verdict = "; ".join(faults) or "every tensor agrees"
    print(f"{case.parent.name}/{case.name}: {len(actual)} tensors, largest difference {worst:.1e}; {verdict}")
    return faults


def compare(name: str, actual: torch.Tensor, expected: dict[str, torch.Tensor]) -> tuple[float, str]:
    """The largest difference of a float tensor, and what is wrong, if anything."""
    wanted = expected[name]
    if actual.shape != wanted.shape or actual.dtype != wanted.dtype:
        return 0, f"{tuple(actual.shape)} {actual.dtype}, not {tuple(wanted.shape)} {wanted.dtype}"
    if wanted.is_floating_point():
        difference = float((actual - wanted).abs().max())
        return difference, "" if difference <= TOLERANCE else f"differs by {difference:.2e}"
    if name == "reconstruction_uint8":
        levels = int((actual - wanted).abs().max())
        return 0, "" if levels <= 1 else f"differs by {levels} levels"
    wrong = actual != wanted
    if f"{name}_margin" in expected:
        wrong &= expected[f"{name}_margin"] >= TOLERANCE
    return 0, f"{int(wrong.sum())} of {wrong.numel()} differ" if wrong.any() else ""


def main(folders: list[str]) -> int:
    roots = [Path(folder) for folder in folders] or [GOLDENS / "titok", GOLDENS / "titok-variants"]
    found = [case for root in roots for case in cases(root)]
    if not found:
        print("no cases found")
    return 1 if not found or any([check(case) for case in found]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
