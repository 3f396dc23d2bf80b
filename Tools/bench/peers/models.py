"""TiTok and MaskGIT-VQGAN at their published sizes, by PyTorch and by ONNX Runtime.

Weights are random. An encoder takes a float picture that is already preprocessed and gives codes; a decoder
takes codes and gives an unclamped float picture.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
import torch
from torch import Tensor, nn

from titok.titok import TiTok, TiTokConfiguration
from titok.vqgan import MaskGITVQGAN, VQGANSizes
from titok.weights import randomize

from . import flops
from .peer import Peer, Work

CONFIGURATIONS = Path("Assets/configurations")
EXPORTS = Path(".build/peers/onnx")


@dataclass(frozen=True)
class ModelCase:
    """One half of one model on so many pictures of 256×256 at once."""

    model: str
    part: str
    batch: int

    @property
    def name(self) -> str:
        return f"model {self.model} {self.part} 256x256 batch {self.batch}"


CASES = [
    ModelCase("titok-l32", "encoder", 1), ModelCase("titok-l32", "encoder", 8),
    ModelCase("titok-l32", "decoder", 1),
    ModelCase("titok-b64", "encoder", 1), ModelCase("titok-b64", "decoder", 1),
    ModelCase("titok-s128", "encoder", 1), ModelCase("titok-s128", "decoder", 1),
    ModelCase("maskgit-vqgan", "encoder", 1), ModelCase("maskgit-vqgan", "decoder", 1),
]


class Half(nn.Module):
    """One direction of a tokenizer, without the other's parameters."""

    def __init__(self, model: nn.Module, part: str):
        super().__init__()
        self.model, self.encodes = model, part == "encoder"
        del model._modules["decoder" if self.encodes else "encoder"]
        if self.encodes:
            model._modules.pop("pixel_decoder", None)

    def forward(self, given: Tensor) -> Tensor:
        return self.model.encode(given) if self.encodes else self.model.decode(given)


@dataclass(frozen=True)
class Prepared:
    """A case's module, what it is given, and how much arithmetic it does."""

    case: ModelCase
    half: Half
    given: Tensor
    gigaflops: float


def prepared(case: ModelCase) -> Prepared:
    config = json.loads((CONFIGURATIONS / f"{case.model}.json").read_text())
    generator = torch.Generator().manual_seed(7)
    if config["tessera"]["kind"] == "maskgit_vqgan":
        sizes = VQGANSizes.read(config)
        model, side = MaskGITVQGAN(sizes), config["resolution"]
        grid = side >> (len(sizes.widths) - 1)
        codes, count = (grid, grid), sizes.num_embeddings
        work = {
            "encoder": flops.vqgan_encoder(sizes, side), "decoder": flops.vqgan_decoder(sizes, grid)
        }
    else:
        sizes = TiTokConfiguration.read(config)
        model, side = TiTok(sizes), sizes.image_side
        codes, count = (1, sizes.latent_tokens), sizes.codebook_size
        work = {"encoder": flops.titok_encoder(sizes), "decoder": flops.titok_decoder(sizes)}
    randomize(model.requires_grad_(False), generator)
    half = Half(model.eval(), case.part)
    given = (
        torch.rand((case.batch, 3, side, side), generator=generator) if half.encodes
        else torch.randint(count, (case.batch, *codes), generator=generator)
    )
    return Prepared(case, half, given, case.batch * work[case.part] / 1e9)


def peers(work: Prepared, threads: int) -> list[Peer]:
    name = work.case.name
    library = f"PyTorch {torch.__version__}"
    return [
        Peer(f"{name} f32", library, lambda: eager(work, threads, torch.float32)),
        Peer(
            f"{name} f32", f"ONNX Runtime {onnxruntime.__version__}",
            lambda: exported(work, threads),
        ),
        Peer(f"{name} bf16", library, lambda: eager(work, threads, torch.bfloat16)),
    ]


def eager(work: Prepared, threads: int, dtype: torch.dtype) -> Work:
    half, given = work.half, work.given
    if dtype != torch.float32:
        # A second copy of the weights; the 32-bit ones stay as they are.
        half = prepared(work.case).half.to(dtype)
        given = given.to(dtype) if given.is_floating_point() else given

    def body() -> Tensor:
        torch.set_num_threads(threads)
        with torch.inference_mode():
            return half(given)

    return Work(work.gigaflops, body)


def exported(work: Prepared, threads: int) -> Work:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        export(work), sess_options=options, providers=["CPUExecutionProvider"]
    )
    given = {session.get_inputs()[0].name: work.given.numpy()}
    return Work(work.gigaflops, lambda: session.run(None, given)[0])


def export(work: Prepared) -> Path:
    """The case as an ONNX file, written once for a version of PyTorch."""
    case = work.case
    path = EXPORTS / torch.__version__ / f"{case.model}-{case.part}-{case.batch}.onnx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        torch.onnx.export(
            work.half, (work.given,), unfinished, dynamo=False, opset_version=17,
            # The session folds constants itself, in a fraction of the time.
            do_constant_folding=False, input_names=["given"], output_names=["result"],
        )
        unfinished.rename(path)
    return path
