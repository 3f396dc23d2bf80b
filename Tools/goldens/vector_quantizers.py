"""Writes Tests/Goldens/quantizers-variants with vector-quantize-pytorch 1.32.0 itself.

    python vector_quantizers.py      (needs torch, safetensors and vector-quantize-pytorch==1.32.0)
"""

import json
from pathlib import Path

import torch
import vector_quantize_pytorch.vector_quantize_pytorch as upstream
from safetensors.torch import save_file
from torch import Tensor

FOLDER = Path(__file__).parents[2] / "Tests/Goldens/quantizers-variants"
SMALLEST_MARGIN = 1.5e-4
Tensors = dict[str, Tensor]

HEADS = {"heads": 3, "codebook_dim": 6, "codebook_size": 21, "dim": 10}
FIXED = {
    "vq-shared-heads": HEADS,
    "vq-shared-heads-cosine": HEADS | {"use_cosine_sim": True, "commitment_weight": 0.25},
    "vq-product-cosine": HEADS | {"use_cosine_sim": True, "separate_codebook_per_head": True},
    "vq-two-codes": {"dim": 3, "codebook_size": 2, "codebook_dim": 2},
}
EMA = {"decay": 0.7, "eps": 1e-05, "threshold_ema_dead_code": 2}
LEARNING = {
    # More dead codes than rows at first, so upstream replaces a random part of them.
    "vq-ema-few-rows": EMA | {"dim": 5, "codebook_size": 40, "threshold_ema_dead_code": 3},
    "vq-ema-shared-heads": EMA | {"dim": 8, "codebook_dim": 4, "heads": 2, "codebook_size": 12},
    "vq-ema-product-cosine": EMA
    | {"dim": 8, "codebook_dim": 4, "heads": 2, "codebook_size": 12}
    | {"separate_codebook_per_head": True, "use_cosine_sim": True},
}


def quantizer(config: dict, generator: torch.Generator, **options) -> upstream.VectorQuantize:
    """A quantizer with random weights and codes that were used unevenly."""
    result = upstream.VectorQuantize(**config, **options)
    codebook = result._codebook
    with torch.no_grad():
        for parameter in result.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.3)
        rows = torch.randn(codebook.embed.shape, generator=generator)
        if config.get("use_cosine_sim"):
            rows = upstream.l2norm(rows)
        codebook.embed.data.copy_(rows)
        codebook.embed_avg.data.copy_(rows * 1.3 + 0.01)
        sizes = torch.rand(codebook.cluster_size.shape, generator=generator)
        codebook.cluster_size.data.copy_(sizes * 3)
    return result


def search(vq: upstream.VectorQuantize, x: Tensor, is_cosine: bool) -> Tensors:
    """Every score of the search and the winners' margins."""
    projected = vq.project_in(x)
    rows = vq.maybe_split_heads_from_input(projected)
    rows = rows if rows.ndim == 4 else rows[None]
    table = vq._codebook.embed
    if is_cosine:
        rows = rows / rows.norm(dim=-1, keepdim=True).clamp(min=1e-6)
        scores = torch.einsum("hbnd,hkd->hbnk", rows, table)
        named = {"similarity": scores, "normalised": rows if vq.heads > 1 else rows[0]}
    else:
        squares = rows.square().sum(-1)[..., None] + table.square().sum(-1)[:, None, None]
        squares = squares - 2 * torch.einsum("hbnd,hkd->hbnk", rows, table)
        scores = -squares.clamp(min=1e-8).sqrt()
        named = {"distance": -scores}
    best = scores.topk(2, -1).values
    return named | {"projected": projected, "margin": best[..., 0] - best[..., 1]}


def looked_up(vq: upstream.VectorQuantize, codes: Tensor) -> Tensor:
    """The heads' code vectors side by side, before project_out."""
    codes = codes if vq.heads > 1 else codes[..., None]
    table = vq._codebook.embed
    books = [table[head if len(table) > 1 else 0] for head in range(vq.heads)]
    return torch.cat([book[codes[..., head]] for head, book in enumerate(books)], -1)


def fixed(config: dict, seed: int) -> tuple[Tensors, Tensors]:
    """Weights, and one batch in evaluation and in training with both estimators."""
    generator = torch.Generator().manual_seed(seed)
    frozen = {"freeze_codebook": True, "ema_update": False}
    vq = quantizer(config, generator, rotation_trick=False, **frozen).eval()
    x, cotangent = (torch.randn(2, 13, config["dim"], generator=generator) for _ in range(2))
    out, codes, _ = vq(x)
    quantized = looked_up(vq, codes)
    io = {"x": x, "cotangent": cotangent, "out": out, "codes": codes, "quantized": quantized}
    io |= search(vq, x, config.get("use_cosine_sim", False))
    io["decoded"] = vq.project_out(quantized)
    for prefix, rotates in (("ste.", False), ("rot.", True)):
        learner = upstream.VectorQuantize(**config, rotation_trick=rotates, **frozen).train()
        learner.load_state_dict(vq.state_dict())
        variable = x.clone().requires_grad_()
        out, _, loss = learner(variable)
        product = (out * cotangent).sum()
        gradient = torch.autograd.grad(product, variable, retain_graph=True)
        io |= {prefix + "out": out, prefix + "grad_x": gradient[0]}
    io["commit_loss"] = loss.reshape(1)
    io["commit_loss.grad_x"] = torch.autograd.grad(loss.sum(), variable)[0]
    return weights(vq), io


class Recorder:
    """Runs upstream's replacement of dead codes and keeps what chance chose."""

    def __init__(self, codebook: torch.nn.Module):
        self.codes, self.rows = [], []
        self.replace, codebook.replace = codebook.replace, self

    def __call__(self, batch_samples: Tensor, batch_mask: Tensor, seq_mask=None) -> None:
        draws, permute = [], torch.randperm
        torch.randperm = lambda *a, **k: draws.append(permute(*a, **k)) or draws[-1]
        try:
            self.replace(batch_samples=batch_samples, batch_mask=batch_mask, seq_mask=seq_mask)
        finally:
            torch.randperm = permute
        for mask in batch_mask:
            dead = mask.nonzero()[:, 0]
            if len(dead) > batch_samples.shape[1]:
                dead = dead[draws.pop(0)[: batch_samples.shape[1]]].sort().values
            self.codes.append(dead)
            self.rows.append(draws.pop(0)[: len(dead)])

    def take(self) -> tuple[Tensor, Tensor]:
        none = [torch.zeros(0, dtype=torch.int64)]
        result = torch.cat(self.codes or none), torch.cat(self.rows or none)
        self.codes, self.rows = [], []
        return result


def learning(config: dict, seed: int) -> tuple[Tensors, Tensors]:
    """Weights, and three batches with the codebook's state after each."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    vq = quantizer(config, generator, rotation_trick=False).train()
    before, io = weights(vq), {}
    recorder = Recorder(vq._codebook)
    for step in range(3):
        x = torch.randn(2, 9, config["dim"], generator=generator) * (1 + step % 2)
        margin = search(vq, x, config.get("use_cosine_sim", False))["margin"].min()
        assert margin > SMALLEST_MARGIN, margin
        out, codes, loss = vq(x)
        replaced, rows = recorder.take()
        found = {"x": x, "codes": codes, "out": out, "commit_loss": loss.reshape(1)}
        found |= {"replaced_codes": replaced, "replacement_rows": rows}
        state = {name.removeprefix("_codebook."): v for name, v in weights(vq).items()}
        found |= {name: state[name] for name in ("cluster_size", "embed_avg", "embed")}
        io |= {f"step{step}.{name}": value for name, value in found.items()}
    return before, io


def weights(vq: torch.nn.Module) -> Tensors:
    return {k: v.clone() for k, v in vq.state_dict().items() if k != "_codebook.initted"}


def save(name: str, config: dict, model: Tensors, io: Tensors) -> None:
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    save_file(model, folder / "model.safetensors")
    save_file(
        {k: v.detach().clone().contiguous() for k, v in io.items()}, folder / "io.safetensors")


for case, settings in FIXED.items():
    for attempt in range(100):
        case_weights, tensors = fixed(settings, attempt)
        if tensors["margin"].min() > SMALLEST_MARGIN:
            break
    save(case, settings, case_weights, tensors)
for case, settings in LEARNING.items():
    for attempt in range(100):
        try:
            save(case, settings, *learning(settings, attempt))
            break
        except AssertionError:
            continue
