"""The 2-D pixel tokenizer: convolutions, nearest code, convolutions. No attention."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class VQGANSizes:
    """Sizes under the names that the published models use."""

    channel_mult: tuple[int, ...] = (1, 1, 2, 2, 4)
    hidden_channels: int = 128
    num_res_blocks: int = 2
    z_channels: int = 256
    num_embeddings: int = 1024
    embedding_dim: int = 256
    num_channels: int = 3

    @classmethod
    def read(cls, json: dict) -> "VQGANSizes":
        known = {name: json[name] for name in cls.__dataclass_fields__ if name in json}
        return cls(**{**known, "channel_mult": tuple(json["channel_mult"])})

    @property
    def widths(self) -> list[int]:
        """Channels of each level, finest first."""
        return [self.hidden_channels * factor for factor in self.channel_mult]


def group_norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(32, channels, eps=1e-6)


def conv(inputs: int, outputs: int, side: int, bias: bool = True) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, side, padding=side // 2, bias=bias)


class ResidualBlock(nn.Module):
    """Two normalised convolutions; a change of channels replaces the input by a mix of the result."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.norm1, self.conv1 = group_norm(inputs), conv(inputs, outputs, 3, bias=False)
        self.norm2, self.conv2 = group_norm(outputs), conv(outputs, outputs, 3, bias=False)
        if inputs != outputs:
            self.nin_shortcut = conv(outputs, outputs, 1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        change = self.conv1(F.silu(self.norm1(image)))
        change = self.conv2(F.silu(self.norm2(change)))
        return change + (self.nin_shortcut(change) if hasattr(self, "nin_shortcut") else image)


def residual_blocks(inputs: int, outputs: int, count: int) -> nn.ModuleList:
    return nn.ModuleList(ResidualBlock(outputs if index else inputs, outputs) for index in range(count))


class EncoderLevel(nn.Module):
    def __init__(self, inputs: int, outputs: int, count: int, halves: bool):
        super().__init__()
        self.block, self.halves = residual_blocks(inputs, outputs, count), halves

    def forward(self, image: Tensor) -> Tensor:
        for block in self.block:
            image = block(image)
        return F.avg_pool2d(image, 2) if self.halves else image


class DecoderLevel(nn.Module):
    def __init__(self, inputs: int, outputs: int, count: int, doubles: bool):
        super().__init__()
        self.block = residual_blocks(inputs, outputs, count)
        if doubles:
            self.upsample_conv = conv(outputs, outputs, 3)

    def forward(self, image: Tensor) -> Tensor:
        for block in self.block:
            image = block(image)
        if hasattr(self, "upsample_conv"):
            image = self.upsample_conv(F.interpolate(image, scale_factor=2.0, mode="nearest"))
        return image


class Encoder(nn.Module):
    """`[batch, 3, height, width]` in [0, 1] to latents `[batch, z, height / f, width / f]`."""

    def __init__(self, sizes: VQGANSizes):
        super().__init__()
        widths, count = sizes.widths, sizes.num_res_blocks
        self.conv_in = conv(sizes.num_channels, sizes.hidden_channels, 3, bias=False)
        inputs = [sizes.hidden_channels, *widths]
        self.down = nn.ModuleList(
            EncoderLevel(inputs[level], width, count, halves=level + 1 < len(widths))
            for level, width in enumerate(widths)
        )
        self.mid = residual_blocks(widths[-1], widths[-1], count)
        self.norm_out, self.conv_out = group_norm(widths[-1]), conv(widths[-1], sizes.z_channels, 1)

    def forward(self, image: Tensor) -> Tensor:
        image = self.conv_in(image)
        for stage in (*self.down, *self.mid):
            image = stage(image)
        return self.conv_out(F.silu(self.norm_out(image)))


class Decoder(nn.Module):
    """Latents `[batch, z, rows, columns]` to an unclamped image `[batch, 3, rows * f, columns * f]`."""

    def __init__(self, sizes: VQGANSizes):
        super().__init__()
        widths, count = sizes.widths, sizes.num_res_blocks
        self.conv_in = conv(sizes.z_channels, widths[-1], 3)
        self.mid = residual_blocks(widths[-1], widths[-1], count)
        inputs = [*widths[1:], widths[-1]]
        self.up = nn.ModuleList(
            DecoderLevel(inputs[level], width, count, doubles=level > 0)
            for level, width in enumerate(widths)
        )
        self.norm_out, self.conv_out = group_norm(widths[0]), conv(widths[0], sizes.num_channels, 3)

    def forward(self, latents: Tensor) -> Tensor:
        image = self.conv_in(latents)
        for stage in (*self.mid, *reversed(self.up)):
            image = stage(image)
        return self.conv_out(F.silu(self.norm_out(image)))


class Codebook(nn.Module):
    """Nearest row by squared Euclidean distance, rows and vectors of unit length if asked."""

    def __init__(self, size: int, dimension: int, unit_length: bool = False, tracks_use: bool = False):
        super().__init__()
        self.embedding, self.unit_length = nn.Embedding(size, dimension), unit_length
        if tracks_use:
            self.register_buffer("embed_prob", torch.zeros(size))

    def prepared(self, vectors: Tensor) -> Tensor:
        return F.normalize(vectors, dim=-1, eps=1e-12) if self.unit_length else vectors

    def distances(self, latents: Tensor) -> Tensor:
        """`[batch, channels, rows, columns]` to `[batch, rows, columns, codes]`."""
        vectors = self.prepared(latents.permute(0, 2, 3, 1))
        rows = self.prepared(self.embedding.weight)
        squares = vectors.square().sum(-1, keepdim=True) + rows.square().sum(-1)
        return squares - 2 * (vectors @ rows.T)

    def codes(self, latents: Tensor) -> Tensor:
        """`[batch, rows, columns]`."""
        return self.distances(latents).argmin(-1)

    def vectors(self, codes: Tensor) -> Tensor:
        """`[batch, rows, columns]` to `[batch, channels, rows, columns]`."""
        return self.prepared(self.embedding(codes)).permute(0, 3, 1, 2)


class MaskGITVQGAN(nn.Module):
    def __init__(self, sizes: VQGANSizes):
        super().__init__()
        self.sizes = sizes
        self.encoder, self.decoder = Encoder(sizes), Decoder(sizes)
        self.quantize = Codebook(sizes.num_embeddings, sizes.embedding_dim)

    def encode(self, image: Tensor) -> Tensor:
        return self.quantize.codes(self.encoder(image))

    def decode(self, codes: Tensor) -> Tensor:
        return self.decoder(self.quantize.vectors(codes))
