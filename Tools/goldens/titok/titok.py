"""TiTok and TA-TiTok: an image as a short sequence of codes, by two transformers."""

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .vqgan import Codebook, Decoder as PixelDecoder, VQGANSizes

VIT_SIZES = {
    "small": {"width": 512, "num_layers": 8, "num_heads": 8},
    "base": {"width": 768, "num_layers": 12, "num_heads": 12},
    "large": {"width": 1024, "num_layers": 24, "num_heads": 16},
}


@dataclass(frozen=True)
class ViTSizes:
    width: int
    num_layers: int
    num_heads: int


@dataclass(frozen=True)
class TiTokConfiguration:
    """What a published config file says, with its defaults."""

    image_side: int
    encoder: ViTSizes
    decoder: ViTSizes
    encoder_patch: int
    decoder_patch: int
    latent_tokens: int
    codebook_size: int
    token_size: int
    unit_length: bool
    is_legacy: bool
    has_pixel_decoder: bool
    tracks_use: bool
    pixels: VQGANSizes
    text: tuple[int, int] | None
    """Text positions and their dimension, of TA-TiTok only."""

    @classmethod
    def read(cls, json: dict) -> "TiTokConfiguration":
        model, golden = json["model"]["vq_model"], json.get("golden", {})
        if model.get("quantize_mode", "vq") != "vq":
            raise ValueError("only discrete codes")
        table = {**VIT_SIZES, **golden.get("vit_sizes", {})}
        pixels = golden.get("pixel_vqgan")
        kind = golden.get("kind") or json.get("tessera", {}).get("kind", "titok")
        text = (model.get("text_context_length", 77), model.get("text_embed_dim", 768))
        return cls(
            image_side=json["dataset"]["preprocessing"]["crop_size"],
            encoder=ViTSizes(**table[model["vit_enc_model_size"]]),
            decoder=ViTSizes(**table[model["vit_dec_model_size"]]),
            encoder_patch=model["vit_enc_patch_size"], decoder_patch=model["vit_dec_patch_size"],
            latent_tokens=model["num_latent_tokens"], codebook_size=model["codebook_size"],
            token_size=model["token_size"], unit_length=model["use_l2_norm"],
            is_legacy=model.get("is_legacy", True),
            has_pixel_decoder=model.get("finetune_decoder", True),
            tracks_use=model.get("clustering_vq", False),
            pixels=VQGANSizes.read(pixels) if pixels else VQGANSizes(),
            text=text if kind == "tatitok" else None,
        )


def table(rows: int, width: int) -> nn.Parameter:
    return nn.Parameter(torch.zeros(rows, width))


class Block(nn.Module):
    """Pre-norm attention over all positions, then an MLP of four times the width.

    Positions come first, `[positions, batch, width]`, as `nn.MultiheadAttention` has it by default.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.ln_1, self.attn = nn.LayerNorm(width), nn.MultiheadAttention(width, heads)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(OrderedDict(
            c_fc=nn.Linear(width, 4 * width), gelu=nn.GELU(), c_proj=nn.Linear(4 * width, width),
        ))

    def forward(self, sequence: Tensor) -> Tensor:
        normed = self.ln_1(sequence)
        sequence = sequence + self.attn(normed, normed, normed, need_weights=False)[0]
        return sequence + self.mlp(self.ln_2(sequence))


class Transformer(nn.ModuleList):
    """`[batch, positions, width]` to the same shape."""

    def __init__(self, sizes: ViTSizes):
        super().__init__(Block(sizes.width, sizes.num_heads) for _ in range(sizes.num_layers))

    def forward(self, sequence: Tensor) -> Tensor:
        sequence = sequence.transpose(0, 1)
        for block in self:
            sequence = block(sequence)
        return sequence.transpose(0, 1)


def with_class(embedding: Tensor, patches: Tensor) -> Tensor:
    return torch.cat([embedding.expand(len(patches), 1, -1), patches], dim=1)


class Encoder(nn.Module):
    """`[batch, 3, side, side]` in [0, 1] to latents `[batch, token size, 1, tokens]`."""

    def __init__(self, configuration: TiTokConfiguration):
        super().__init__()
        sizes, side = configuration.encoder, configuration.encoder_patch
        width, tokens = sizes.width, configuration.latent_tokens
        self.patch_count = (configuration.image_side // side) ** 2
        self.is_legacy = configuration.is_legacy
        self.patch_embed = nn.Conv2d(3, width, side, stride=side)
        self.class_embedding = table(1, width)
        self.positional_embedding = table(self.patch_count + 1, width)
        self.latent_token_positional_embedding = table(tokens, width)
        self.ln_pre, self.ln_post = nn.LayerNorm(width), nn.LayerNorm(width)
        self.transformer = Transformer(sizes)
        self.conv_out = nn.Conv2d(width, configuration.token_size, 1)

    def forward(self, image: Tensor, latent_tokens: Tensor) -> Tensor:
        patches = self.patch_embed(image).flatten(2).transpose(1, 2)
        patches = with_class(self.class_embedding, patches) + self.positional_embedding
        latents = latent_tokens + self.latent_token_positional_embedding
        sequence = torch.cat([patches, latents.expand(len(image), -1, -1)], dim=1)
        sequence = self.transformer(self.ln_pre(sequence))
        latents = self.ln_post(sequence[:, self.patch_count + 1 :])
        batch, tokens, width = latents.shape
        # Legacy weights were trained on the token-major memory read as if it were channel-major.
        plane = (
            latents.reshape(batch, width, tokens) if self.is_legacy else latents.transpose(1, 2)
        )
        return self.conv_out(plane.unsqueeze(-1)).reshape(batch, -1, 1, tokens)


class PatchesToImage(nn.Module):
    """`[batch, side * side * 3, rows, columns]`, colour innermost, to `[batch, 3, height, width]`."""

    def __init__(self, side: int):
        super().__init__()
        self.side = side

    def forward(self, patches: Tensor) -> Tensor:
        batch, _, rows, columns = patches.shape
        grid = patches.reshape(batch, self.side, self.side, 3, rows, columns)
        return grid.permute(0, 3, 4, 1, 5, 2).reshape(batch, 3, rows * self.side, columns * self.side)


class Decoder(nn.Module):
    """Latents to an image, or to logits over the pixel codes where the model is a legacy one."""

    def __init__(self, configuration: TiTokConfiguration):
        super().__init__()
        sizes, side = configuration.decoder, configuration.decoder_patch
        width = sizes.width
        self.grid = configuration.image_side // side
        self.decoder_embed = nn.Linear(configuration.token_size, width)
        self.class_embedding = table(1, width)
        self.positional_embedding = table(self.grid**2 + 1, width)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, width))
        self.latent_token_positional_embedding = table(configuration.latent_tokens, width)
        self.ln_pre, self.ln_post = nn.LayerNorm(width), nn.LayerNorm(width)
        self.transformer = Transformer(sizes)
        if configuration.text:
            positions, dimension = configuration.text
            self.text_guidance_proj = nn.Linear(dimension, width)
            self.text_guidance_positional_embedding = table(positions, width)
        if configuration.is_legacy:
            codes = configuration.pixels.num_embeddings
            self.ffn = nn.Sequential(
                nn.Conv2d(width, 2 * width, 1), nn.Tanh(), nn.Conv2d(2 * width, codes, 1)
            )
            self.conv_out = nn.Identity()
        else:
            self.ffn = nn.Sequential(nn.Conv2d(width, 3 * side * side, 1), PatchesToImage(side))
            self.conv_out = nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, latents: Tensor, text: Tensor | None = None) -> Tensor:
        batch, patch_count = len(latents), self.grid**2
        tokens = self.decoder_embed(latents.flatten(2).transpose(1, 2))
        tokens = tokens + self.latent_token_positional_embedding
        masks = with_class(self.class_embedding, self.mask_token.expand(batch, patch_count, -1))
        parts = [masks + self.positional_embedding, tokens]
        if text is not None:
            parts.append(self.text_guidance_proj(text) + self.text_guidance_positional_embedding)
        sequence = self.transformer(self.ln_pre(torch.cat(parts, dim=1)))
        patches = self.ln_post(sequence[:, 1 : 1 + patch_count])
        plane = patches.transpose(1, 2).reshape(batch, -1, self.grid, self.grid)
        return self.conv_out(self.ffn(plane))


class TiTok(nn.Module):
    """Both families: TA-TiTok is the one whose decoder reads text."""

    def __init__(self, configuration: TiTokConfiguration):
        super().__init__()
        self.configuration = configuration
        self.encoder, self.decoder = Encoder(configuration), Decoder(configuration)
        self.latent_tokens = table(configuration.latent_tokens, configuration.encoder.width)
        self.quantize = Codebook(
            configuration.codebook_size, configuration.token_size,
            configuration.unit_length, configuration.tracks_use,
        )
        if configuration.has_pixel_decoder:
            pixels = configuration.pixels
            self.pixel_quantize = Codebook(pixels.num_embeddings, pixels.embedding_dim)
            self.pixel_decoder = PixelDecoder(pixels)

    def encode(self, image: Tensor) -> Tensor:
        """Codes `[batch, 1, tokens]`."""
        return self.quantize.codes(self.encoder(image, self.latent_tokens))

    def decode(self, codes: Tensor, text: Tensor | None = None) -> Tensor:
        """Codes `[batch, 1, tokens]` to an unclamped image."""
        decoded = self.decoder(self.quantize.vectors(codes), text)
        return self.pixels(decoded) if self.configuration.has_pixel_decoder else decoded

    def pixels(self, logits: Tensor) -> Tensor:
        """The pixel decoder on the mixture of code vectors that the logits weigh."""
        weights = logits.softmax(1)
        mixture = torch.einsum("bkhw,kc->bchw", weights, self.pixel_quantize.embedding.weight)
        return self.pixel_decoder(mixture)
