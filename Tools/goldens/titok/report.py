"""A golden case's README."""

from torch import Tensor

UPSTREAM = (
    "Made by `Tools/goldens/titok`, PyTorch modules that reproduce every tensor of the cases in `../../titok` "
    "(`python -m titok.check`). Order of operations and pitfalls: that family's `README.md`."
)


def readme(
    name: str, about: str, tensors: dict[str, Tensor], weights: dict[str, Tensor], error: float,
    silent: list[str],
) -> str:
    return "\n".join([
        f"# titok-variants/{name}", "", UPSTREAM, "", about, "",
        *facts(tensors, error, silent), "",
        "| tensor | shape | type |", "| --- | --- | --- |",
        *(f"| `{key}` | {shape(value)} | {type_name(value)} |" for key, value in tensors.items()), "",
        f"{len(weights)} weight tensors:", "", "| weight | shape |", "| --- | --- |",
        *(f"| `{key}` | {shape(value)} |" for key, value in sorted(weights.items())), "",
    ])


def facts(tensors: dict[str, Tensor], error: float, silent: list[str]) -> list[str]:
    lines = [f"* Largest |float32 - float64| over stored tensors: {error:.1e}. Tolerance 1e-4 absolute."]
    for key in ("codes", "rect.codes", "hard.codes"):
        if key in tensors:
            codes, margin = tensors[key], float(tensors[f"{key}_margin"].min())
            lines.append(
                f"* `{key}`: {codes.numel()}, distinct {len(codes.unique())}, smallest margin {margin:.2e}; "
                "none below 1e-4."
            )
    names = ", ".join(f"`{name}`" for name in silent) or "none"
    lines.append(f"* Weights whose disturbance moves no output by 1e-3: {names}.")
    return lines


def shape(value: Tensor) -> str:
    return "x".join(map(str, value.shape))


def type_name(value: Tensor) -> str:
    return str(value.dtype).removeprefix("torch.")
