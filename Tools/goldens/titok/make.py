"""Writes the golden cases of `variants`, each proven in 64 bits and by disturbing every weight.

    python -m titok.make [NAME ...]      (from Tools/goldens)
"""

import copy
import json
import sys
import zlib
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from .check import GOLDENS, TOLERANCE
from .golden import Tensors, inputs_of, model_of, outputs
from .report import readme
from .titok import TiTok
from .variants import VARIANTS, Variant
from .weights import randomize

FOLDER = GOLDENS / "titok-variants"
SMALLEST_MARGIN = 3e-4
SMALLEST_EFFECT = 1e-3


def make(name: str, variant: Variant) -> None:
    """Tries seeds until no code is close to its runner-up."""
    for attempt in range(100):
        generator = torch.Generator().manual_seed(zlib.crc32(f"{name} {attempt}".encode()))
        model = model_of(variant.config)
        randomize(model, generator)
        inputs = random_inputs(variant, generator)
        fit_codebook(model, inputs["image"], generator)
        results = outputs(variant.config, model, inputs)
        margins = [value.min() for key, value in results.items() if key.endswith("_margin")]
        if min(margins) >= SMALLEST_MARGIN:
            break
    else:
        raise SystemExit(f"{name}: no seed keeps the codes apart")
    error = float64_error(variant.config, model, inputs, results)
    silent = weights_without_effect(variant.config, model, inputs, results, generator)
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    weights = {key: value.contiguous() for key, value in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors")
    save_file(inputs | results, folder / "io.safetensors")
    (folder / "config.json").write_text(json.dumps(variant.config, indent=2) + "\n")
    (folder / "README.md").write_text(
        readme(name, variant.about, inputs | results, weights, error, silent)
    )
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{name}: {size / 1000:.0f} kB, float64 {error:.1e}, without effect: {silent or 'none'}")


def random_inputs(variant: Variant, generator: torch.Generator) -> Tensors:
    if variant.config["golden"]["kind"] == "maskgit_vqgan":
        return {
            "image": picture(variant.batch, variant.square, variant.square, generator),
            "image_rect": picture(1, *variant.rectangle, generator),
        }
    side = variant.config["dataset"]["preprocessing"]["crop_size"]
    model = variant.config["model"]["vq_model"]
    inputs = {"image": picture(variant.batch, side, side, generator)}
    if variant.config["golden"]["kind"] == "tatitok":
        shape = variant.batch, model["text_context_length"], model["text_embed_dim"]
        inputs["text_guidance"] = torch.randn(shape, generator=generator)
    return inputs


def picture(batch: int, height: int, width: int, generator: torch.Generator) -> Tensor:
    """Soft blobs with grain on them, in [0, 1]."""
    coarse = torch.rand((batch, 3, 3, 3), generator=generator)
    soft = nn.functional.interpolate(coarse, (height, width), mode="bilinear", align_corners=True)
    grain = torch.randn((batch, 3, height, width), generator=generator) * 0.1
    return (soft + grain).clamp(0, 1)


def fit_codebook(model: nn.Module, image: Tensor, generator: torch.Generator) -> None:
    """Gives the rows the latents' spread, so that many codes are used."""
    with torch.inference_mode():
        latents = (
            model.encoder(image, model.latent_tokens) if isinstance(model, TiTok)
            else model.encoder(image)
        )
    channels = latents.movedim(1, 0).flatten(1)
    rows = model.quantize.embedding.weight.data
    noise = torch.randn(rows.shape, generator=generator)
    rows.copy_(noise * channels.std(1) + channels.mean(1))


def float64_error(config: dict, model: nn.Module, inputs: Tensors, results: Tensors) -> float:
    """The largest difference that 64-bit arithmetic makes; codes may not change."""
    exact = outputs(
        config, copy.deepcopy(model).double(), {name: value.double() for name, value in inputs.items()}
    )
    worst = 0.0
    for name, value in results.items():
        if value.is_floating_point():
            worst = max(worst, float((value - exact[name]).abs().max()))
        elif name != "reconstruction_uint8" and not torch.equal(value, exact[name]):
            raise SystemExit(f"{name} changes in 64 bits")
    if worst > TOLERANCE / 3:
        raise SystemExit(f"64 bits differ by {worst}")
    return worst


def weights_without_effect(
    config: dict, model: nn.Module, inputs: Tensors, results: Tensors, generator: torch.Generator
) -> list[str]:
    """Weights whose disturbance moves no stored result of the model by `SMALLEST_EFFECT`."""
    silent = []
    for name, value in model.state_dict().items():
        kept = value.clone()
        value.add_(torch.randn(value.shape, generator=generator) * 0.1)
        disturbed = outputs(config, model, inputs)
        value.copy_(kept)
        effect = max(
            float((disturbed[key] - results[key]).abs().max())
            for key in ("encoder_output", "decoder_output", "reconstruction", "quantized")
            if key in results
        )
        if effect < SMALLEST_EFFECT:
            silent.append(name)
    return silent


def main(chosen: list[str]) -> None:
    for name in chosen or VARIANTS:
        make(name, VARIANTS[name])


if __name__ == "__main__":
    main(sys.argv[1:])
