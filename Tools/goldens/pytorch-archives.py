#!/usr/bin/env python3
"""Makes the small archives under Tests/Goldens/pytorch-archives with torch.save itself.

    pip install -r Tools/goldens/requirements.txt
    Tools/goldens/pytorch-archives.py Tests/Goldens/pytorch-archives

Each readable archive has a twin of the same stem, a safetensors file with the values to expect.
"""

import argparse
import os
import pathlib
import sys

import numpy
import torch
from safetensors.torch import save_file

COMMAND = "touch tessera-was-here"


def element_types():
    """One tensor of every element type, with the values at the ends of its range."""
    tensors = {}
    for name in ("float64", "float32", "float16", "bfloat16"):
        tensors[name] = torch.linspace(-2.5, 3, 7).to(getattr(torch, name))
    for name in ("int64", "int32", "int16", "int8", "uint8", "uint16", "uint32"):
        limits = torch.iinfo(getattr(torch, name))
        tensors[name] = torch.tensor([limits.min, 5, limits.max], dtype=getattr(torch, name))
    tensors["bool"] = torch.tensor([True, False, True])
    return tensors


def views():
    """Tensors that share storages, in every way that strides allow."""
    grid = torch.randn(4, 6)
    cube = torch.randn(2, 3, 4)
    return {
        "grid": grid,
        "transposed": grid.t(),
        "column": grid[:, 2],
        "every_other": grid[1::2, ::3],
        "tail": grid.flatten()[17:],
        "permuted": cube.permute(2, 0, 1),
        "half_precision_view": torch.arange(12).to(torch.float16).reshape(3, 4).t(),
        "integer_view": torch.arange(12).reshape(3, 4).t(),
        "expanded": torch.randn(3, 1).expand(3, 5),
        "repeated_scalar": torch.tensor(1.5).expand(2, 3),
        "windows": torch.arange(6.0).unfold(0, 3, 1),
        "scalar": torch.tensor(-7.25),
        "one": grid[3:4, 5:6],
        "empty": torch.empty(0),
        "empty_extent": torch.empty(3, 0, 5),
        "empty_slice": grid[2:2],
        "parameter": torch.nn.Parameter(torch.randn(2, 2)),
        "frozen_parameter": torch.nn.Parameter(torch.randn(2), requires_grad=False),
    }


def model():
    """A model with parameters, buffers and submodules."""
    return torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.Linear(3, 2, bias=False)
    )


def training_state(weights, optimizer):
    """What PyTorch Lightning saves around the weights."""
    return {
        "epoch": 3,
        "global_step": 2**40,
        "pytorch-lightning_version": "2.5.0",
        "state_dict": weights,
        "loops": {"fit_loop": {"state_dict": {}, "total": {"ready": 4, "done": None}}},
        "callbacks": {"ModelCheckpoint{'monitor': None}": {"best_model_score": torch.tensor(0.5)}},
        "optimizer_states": [optimizer],
        "lr_schedulers": [],
        "seen": {1, 2, 3},
        "device": torch.device("cpu"),
        "dtype": torch.bfloat16,
        "size": torch.Size([3, 4]),
        "blob": b"\x00\xffbytes",
        "rate": 1e-4,
        "huge": 2**100,
        "negative": -(2**33),
    }


class Attack:
    """Runs a command when it is unpickled by a reader that lets it."""

    def __reduce__(self):
        return os.system, (COMMAND,)


class Evaluation:
    def __reduce__(self):
        return eval, (f"__import__('os').system('{COMMAND}')",)


def save(folder, name, content, expected, **options):
    torch.save(content, folder / name, **options)
    plain = {key: value.detach().clone().contiguous() for key, value in expected.items()}
    save_file(plain, folder / (pathlib.Path(name).stem + ".safetensors"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)

    save(folder, "element-types.pt", element_types(), element_types())
    tensors = views()
    save(folder, "views.pt", tensors, tensors)
    save(folder, "views-protocol-4.pt", tensors, tensors, pickle_protocol=4)
    save(folder, "views-protocol-5.pt", tensors, tensors, pickle_protocol=5)
    save(folder, "views-legacy.pth", tensors, tensors, _use_new_zipfile_serialization=False)

    network = model()
    weights = network.state_dict()
    optimizer = torch.optim.Adam(network.parameters())
    network(torch.randn(1, 2, 5, 5)).sum().backward()
    optimizer.step()
    averaged = {name: value + 1 for name, value in weights.items()}
    wrapped = torch.nn.DataParallel(network).state_dict()
    compiled = {"_orig_mod." + name: value for name, value in wrapped.items()}
    lightning = training_state(weights, optimizer.state_dict())

    save(folder, "state-dict.bin", weights, weights)
    save(folder, "lightning.ckpt", lightning, weights)
    save(folder, "lightning-protocol-4.ckpt", lightning, weights, pickle_protocol=4)
    save(folder, "model.pt", {"model": weights, "optimizer": optimizer.state_dict()}, weights)
    save(folder, "ema.pt", {"model": weights, "ema": averaged, "args": None}, averaged)
    save(folder, "nested.pt", {"model": {"state_dict": weights}, "step": 1}, weights)
    save(folder, "module.pth", wrapped, weights)
    save(folder, "compiled.pth", {"model_state_dict": compiled}, weights)
    save(folder, "parts.pt", {"encoder": {"x": torch.ones(2)}, "generator": weights}, weights)

    torch.save({"weight": torch.ones(2), "attack": Attack()}, folder / "attack-system.pt")
    torch.save({"attack": Evaluation()}, folder / "attack-eval.pt", pickle_protocol=4)
    torch.save(
        {"attack": Attack()}, folder / "attack-legacy.pt", _use_new_zipfile_serialization=False
    )
    torch.save({"state_dict": weights, "args": argparse.Namespace(size=3)}, folder / "namespace.ckpt")
    torch.save({"model": weights, "loss": numpy.float64(0.5)}, folder / "numpy.pt")
    torch.save(torch.nn.Linear(2, 2), folder / "whole-module.pt")
    torch.save([torch.ones(2)], folder / "list.pt")


if __name__ == "__main__":
    sys.exit(main())
