"""The cases that `make` writes: sizes that the shared cases do not have."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    config: dict
    about: str
    """What the case adds, for its README."""
    batch: int = 2
    square: int = 16
    """Side of a VQGAN's `image`; TiTok's follows from its config."""
    rectangle: tuple[int, int] = (12, 20)


def vqgan(multiples: list[int], codes: int, channels: int, blocks: int = 1) -> dict:
    return {
        "channel_mult": multiples, "num_resolutions": len(multiples), "hidden_channels": 32,
        "num_res_blocks": blocks, "resolution": 16, "z_channels": channels, "num_embeddings": codes,
        "embedding_dim": channels, "dropout": 0.0, "num_channels": 3, "commitment_cost": 0.25,
    }


def vit(width: int, layers: int, heads: int) -> dict:
    return {"width": width, "num_layers": layers, "num_heads": heads}


def titok(
    model: dict, crop: int, sizes: dict, kind: str = "titok", pixels: dict | None = None
) -> dict:
    golden = {"kind": kind, "vit_sizes": sizes}
    if pixels:
        golden["pixel_vqgan"] = {**pixels, "resolution": crop}
    return {
        "model": {"vq_model": {"commitment_cost": 0.25, **model}},
        "dataset": {"preprocessing": {"crop_size": crop}}, "golden": golden,
    }


def names(encoder: str, decoder: str, encoder_patch: int, decoder_patch: int, tokens: int) -> dict:
    return {
        "vit_enc_model_size": encoder, "vit_dec_model_size": decoder,
        "vit_enc_patch_size": encoder_patch, "vit_dec_patch_size": decoder_patch,
        "num_latent_tokens": tokens,
    }


def codebook(size: int, dimension: int, unit_length: bool) -> dict:
    return {"codebook_size": size, "token_size": dimension, "use_l2_norm": unit_length}


RGB = {"finetune_decoder": False, "is_legacy": False}

VARIANTS = {
    "vqgan-three-levels": Variant(
        {**vqgan([1, 1, 1], codes=33, channels=5), "golden": {"kind": "maskgit_vqgan"}},
        "Three levels of one block, no change of channels (so no `nin_shortcut`), an odd number of codes of "
        "an odd size, and odd grids: 5x5, and 3x7 in `rect.*`.",
        batch=1, square=20, rectangle=(12, 28),
    ),
    "vqgan-narrowing": Variant(
        {**vqgan([2, 1], codes=77, channels=12), "golden": {"kind": "maskgit_vqgan"}},
        "The finest level is the widest: `nin_shortcut` where channels grow and where they shrink, in one "
        "half each. Grids of 7x7 and, upright, 11x3.",
        batch=1, square=14, rectangle=(22, 6),
    ),
    "titok-legacy-euclidean": Variant(
        titok(
            {**codebook(50, 7, False), **names("small", "base", 4, 2, 5), "finetune_decoder": True},
            crop=8, sizes={"small": vit(32, 1, 2), "base": vit(20, 2, 5)},
            pixels=vqgan([1, 1], codes=1024, channels=8),
        ),
        "A plain Euclidean codebook with a pixel decoder; patches of 4 in and of 2 out; 5 tokens, so that "
        "the legacy reinterpretation does not fall on whole rows.",
    ),
    "titok-legacy-l2-defaults": Variant(
        titok(
            {**codebook(65, 9, True), **names("large", "small", 4, 4, 11)},
            crop=12, sizes={"small": vit(24, 2, 3), "large": vit(32, 2, 4)},
            pixels=vqgan([1, 1, 1], codes=1024, channels=6),
        ),
        "`finetune_decoder` and `is_legacy` are absent, which means true for both; a 3x3 grid.",
        batch=1,
    ),
    "titok-rgb-euclidean": Variant(
        titok(
            {**codebook(61, 5, False), **names("small", "base", 8, 4, 7), **RGB},
            crop=24, sizes={"small": vit(24, 3, 2), "base": vit(56, 1, 7)},
        ),
        "A plain Euclidean codebook; patches of 8 in and of 4 out; three layers in and one out.",
    ),
    "titok-rgb-l2-one-token": Variant(
        titok(
            {**codebook(40, 12, True), **names("base", "large", 4, 10, 1), **RGB, "quantize_mode": "vq"},
            crop=20, sizes={"base": vit(40, 2, 1), "large": vit(32, 3, 8)},
        ),
        "One token an image; one head in, eight heads of 4 out; patches of 4 in and of 10 out.",
        batch=3,
    ),
    "tatitok-l2": Variant(
        titok(
            {
                **codebook(90, 10, True), **names("small", "base", 6, 3, 9), **RGB, "quantize_mode": "vq",
                "clustering_vq": True, "text_context_length": 5, "text_embed_dim": 24,
            },
            crop=18, sizes={"small": vit(32, 2, 4), "base": vit(48, 2, 3)}, kind="tatitok",
        ),
        "An L2-normalised codebook with `quantize.embed_prob`; patches of 6 in and of 3 out.",
    ),
    "tatitok-long-text": Variant(
        titok(
            {
                **codebook(300, 20, False), **names("base", "base", 8, 8, 33), **RGB,
                "quantize_mode": "vq", "clustering_vq": False, "text_context_length": 41,
                "text_embed_dim": 36,
            },
            crop=32, sizes={"base": vit(32, 2, 2)}, kind="tatitok",
        ),
        "More text positions and more tokens than patches; one size name for both sides.",
        batch=1,
    ),
}
