"""A forward pass with its intermediate tensors under the names of the golden cases."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from . import preprocess
from .titok import TiTok, TiTokConfiguration
from .vqgan import MaskGITVQGAN, VQGANSizes

Tensors = dict[str, Tensor]


def model_of(config: dict) -> nn.Module:
    """The model that a golden case's config describes, its parameters not yet set."""
    if config["golden"]["kind"] == "maskgit_vqgan":
        return MaskGITVQGAN(VQGANSizes.read(config)).eval()
    return TiTok(TiTokConfiguration.read(config)).eval()


def inputs_of(tensors: Tensors) -> Tensors:
    return {name: tensors[name] for name in ("image", "image_rect", "text_guidance") if name in tensors}


def outputs(config: dict, model: nn.Module | None, tensors: Tensors) -> Tensors:
    """Every tensor of a case that follows from its inputs."""
    kind = config["golden"]["kind"]
    if kind == "preprocess":
        return preprocessed(config, tensors)
    with torch.inference_mode():
        run = vqgan_outputs if kind == "maskgit_vqgan" else titok_outputs
        return {name: value.contiguous() for name, value in run(model, inputs_of(tensors)).items()}


def vqgan_outputs(model: MaskGITVQGAN, inputs: Tensors) -> Tensors:
    seen: Tensors = {}
    encoder, decoder = model.encoder, model.decoder
    taps = [
        output(encoder.conv_in, "enc.conv_in"), output(encoder.down[0], "enc.down.0"),
        output(encoder.down[-1], "enc.down.last"), output(encoder.mid[-1], "enc.mid.last"),
        output(encoder, "encoder_output"), output(decoder.conv_in, "dec.conv_in"),
        output(decoder.mid[-1], "dec.mid.last"), output(decoder.up[-1], "dec.up.last"),
        output(decoder.up[0], "dec.up.0"), output(decoder, "decoder_output"),
    ]
    with recording(taps, seen):
        codes = model.encode(inputs["image"])
        seen["quantized"] = model.quantize.vectors(codes)
        seen["codes"] = codes.flatten(1)
        seen["decoded_clamped"] = model.decode(codes).clamp(0, 1)
    seen["codes_margin"] = margin(model.quantize.distances(seen["encoder_output"])).flatten(1)
    latents = model.encoder(inputs["image_rect"])
    codes = model.quantize.codes(latents)
    return seen | {
        "rect.encoder_output": latents, "rect.codes": codes,
        "rect.codes_margin": margin(model.quantize.distances(latents)),
        "rect.decoded_clamped": model.decode(codes).clamp(0, 1),
    }


def titok_outputs(model: TiTok, inputs: Tensors) -> Tensors:
    seen: Tensors = {}
    with recording(titok_taps(model), seen):
        codes = model.encode(inputs["image"])
        reconstruction = model.decode(codes, inputs.get("text_guidance"))
    latents = seen["encoder_output"]
    vectors = model.quantize.vectors(codes)
    prepared = model.quantize.prepared(latents.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    clamped = reconstruction.clamp(0, 1)
    seen |= {
        "codes": codes, "codes_margin": margin(model.quantize.distances(latents)),
        "quantized": prepared + (vectors - prepared), "dec.input": vectors,
        "reconstruction": reconstruction, "reconstruction_clamped": clamped,
        "reconstruction_uint8": (clamped * 255).to(torch.int32),
    }
    return seen | hard_outputs(model, seen["dec.logits"]) if "dec.logits" in seen else seen


def titok_taps(model: TiTok) -> list["Tap"]:
    encoder, decoder = model.encoder, model.decoder
    taps = [
        output(encoder.patch_embed, "enc.patch_embed"), operand(encoder.ln_pre, "enc.embedded"),
        output(encoder.ln_pre, "enc.ln_pre"), block(encoder.transformer[0], "enc.block.0"),
        block(encoder.transformer[-1], "enc.block.last"), output(encoder.ln_post, "enc.ln_post"),
        operand(encoder.conv_out, "enc.conv_out_input"), output(encoder, "encoder_output"),
        operand(decoder.ln_pre, "dec.embedded"), block(decoder.transformer[0], "dec.block.0"),
        output(decoder.ln_post, "dec.ln_post"),
        output(decoder.ffn, "dec.logits" if model.configuration.is_legacy else "dec.unpatchified"),
    ]
    if model.configuration.text:
        taps.append(output(decoder.text_guidance_proj, "dec.text_proj"))
    if model.configuration.has_pixel_decoder:
        pixels = model.pixel_decoder
        taps += [operand(pixels, "pixel.input"), output(pixels.conv_in, "pixel.conv_in")]
    return taps


def hard_outputs(model: TiTok, logits: Tensor) -> Tensors:
    """The path of first-stage models: the likeliest pixel code instead of the mixture."""
    codes = logits.argmax(1)
    image = model.pixel_decoder(model.pixel_quantize.vectors(codes))
    return {
        "hard.codes": codes, "hard.codes_margin": margin(-logits.permute(0, 2, 3, 1)),
        "hard.reconstruction": image.clamp(0, 1),
    }


def margin(costs: Tensor) -> Tensor:
    """Runner-up minus winner over the last axis."""
    lowest = costs.topk(2, dim=-1, largest=False).values
    return lowest[..., 1] - lowest[..., 0]


def preprocessed(config: dict, tensors: Tensors) -> Tensors:
    evaluation = config["dataset"]["preprocessing"]["crop_size"]
    results: dict[str, np.ndarray] = {}
    for name in (name for name in tensors if name.startswith("image.")):
        index = name.removeprefix("image.")
        picture = Image.fromarray(tensors[name].numpy().astype(np.uint8))
        results[f"resized.{index}"] = np.asarray(preprocess.resized(picture, evaluation))
        results[f"eval_tensor.{index}"] = preprocess.evaluation_tensor(picture, evaluation)
        results[f"adm_crop.{index}"] = preprocess.adm_crop(picture, config["golden"]["adm_size"])
    return {
        name: torch.from_numpy(value if value.dtype == np.float32 else value.astype(np.int32))
        for name, value in results.items()
    }


Tap = tuple[nn.Module, Callable[[Tensor, Tensor], Tensor], str]
"""A module, which of (first argument, result) to keep, and the name to keep it under."""


def output(module: nn.Module, name: str) -> Tap:
    return module, lambda _, result: result, name


def operand(module: nn.Module, name: str) -> Tap:
    return module, lambda argument, _: argument, name


def block(module: nn.Module, name: str) -> Tap:
    """A transformer block's result, batch first."""
    return module, lambda _, result: result.transpose(0, 1), name


@contextmanager
def recording(taps: Iterable[Tap], seen: Tensors):
    """Keeps what each tap names during the first call of its module."""
    with ExitStack() as stack:
        for module, choose, name in taps:
            def keep(_, arguments, result, choose=choose, name=name):
                seen.setdefault(name, choose(arguments[0], result).clone())

            stack.callback(module.register_forward_hook(keep).remove)
        yield
