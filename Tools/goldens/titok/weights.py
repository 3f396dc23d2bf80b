"""Random weights that behave: no model was trained for them, none of them hides a mistake."""

import math

import torch
from torch import nn

from .titok import TiTok


def randomize(model: nn.Module, generator: torch.Generator) -> None:
    """No parameter at zero or one, and activations of about unit size."""
    embeddings = ("embedding", "mask_token", "latent_tokens")
    for name, value in model.state_dict().items():
        noise = torch.randn(value.shape, generator=generator)
        if name.endswith("embed_prob"):
            value.copy_(noise.abs() / value.numel())
        elif name.endswith("quantize.embedding.weight"):
            value.copy_(noise)
        elif name.endswith(embeddings):
            value.copy_(noise / 2)
        elif "ln_" in name or "norm" in name:
            value.copy_(noise / 10 + name.endswith("weight"))
        elif value.ndim == 1:
            value.copy_(noise / 10)
        else:
            value.copy_(noise / math.sqrt(value[0].numel()))
    for name in ("decoder", "pixel_decoder"):
        last = getattr(getattr(model, name, None), "conv_out", None)
        if isinstance(last, nn.Conv2d):
            last.weight.data *= 0.2
            last.bias.data += 0.5
    if isinstance(model, TiTok) and model.configuration.is_legacy:
        model.decoder.ffn[2].weight.data *= 4
