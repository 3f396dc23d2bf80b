"""Floating-point operations by formula: two for each multiply-and-add; nothing else is counted."""

from titok.titok import TiTokConfiguration, ViTSizes
from titok.vqgan import VQGANSizes


def product(rows: int, inner: int, columns: int) -> int:
    return 2 * rows * inner * columns


def transformer(sizes: ViTSizes, positions: int) -> int:
    """Four projections and an MLP of 4 times the width a position; scores and mixtures."""
    width = sizes.width
    linear = product(positions, width, 12 * width)
    attention = 2 * product(positions, width, positions)
    return sizes.num_layers * (linear + attention)


def titok_encoder(model: TiTokConfiguration) -> int:
    """An image to codes."""
    width, side = model.encoder.width, model.encoder_patch
    patches, tokens = (model.image_side // side) ** 2, model.latent_tokens
    return (
        product(patches, 3 * side * side, width)
        + transformer(model.encoder, 1 + patches + tokens)
        + product(tokens, width, model.token_size)
        + product(tokens, model.token_size, model.codebook_size)
    )


def titok_decoder(model: TiTokConfiguration) -> int:
    """Codes to an image, with the pixel decoder of legacy models; without text."""
    width, side = model.decoder.width, model.decoder_patch
    grid, tokens, pixels = model.image_side // side, model.latent_tokens, model.pixels
    patches = grid**2
    work = product(tokens, model.token_size, width)
    work += transformer(model.decoder, 1 + patches + tokens)
    if not model.is_legacy:
        return (
            work + product(patches, width, 3 * side * side) + convolution(model.image_side**2, 3, 3, 3)
        )
    work += product(patches, width, 2 * width) + product(patches, 2 * width, pixels.num_embeddings)
    if not model.has_pixel_decoder:
        return work
    work += product(patches, pixels.num_embeddings, pixels.embedding_dim)
    return work + vqgan_decoder(pixels, grid)


def convolution(pixels: int, inputs: int, outputs: int, side: int) -> int:
    return product(pixels, inputs * side * side, outputs)


def residual_blocks(pixels: int, inputs: int, outputs: int, count: int) -> int:
    work = convolution(pixels, inputs, outputs, 3) + (2 * count - 1) * convolution(
        pixels, outputs, outputs, 3
    )
    return work + (convolution(pixels, outputs, outputs, 1) if inputs != outputs else 0)


def vqgan_encoder(sizes: VQGANSizes, image_side: int) -> int:
    """An image to codes."""
    widths, count = sizes.widths, sizes.num_res_blocks
    pixels, inputs = image_side**2, sizes.hidden_channels
    work = convolution(pixels, sizes.num_channels, inputs, 3)
    for level, width in enumerate(widths):
        pixels = (image_side >> level) ** 2
        work += residual_blocks(pixels, inputs, width, count)
        inputs = width
    work += residual_blocks(pixels, inputs, inputs, count)
    work += convolution(pixels, inputs, sizes.z_channels, 1)
    return work + product(pixels, sizes.embedding_dim, sizes.num_embeddings)


def vqgan_decoder(sizes: VQGANSizes, grid: int) -> int:
    """Vectors of codes to an image."""
    widths, count = sizes.widths, sizes.num_res_blocks
    pixels, inputs = grid**2, widths[-1]
    work = convolution(pixels, sizes.z_channels, inputs, 3)
    work += residual_blocks(pixels, inputs, inputs, count)
    for level in reversed(range(len(widths))):
        work += residual_blocks(pixels, inputs, widths[level], count)
        inputs = widths[level]
        if level:
            pixels *= 4
            work += convolution(pixels, inputs, inputs, 3)
    return work + convolution(pixels, inputs, sizes.num_channels, 3)
