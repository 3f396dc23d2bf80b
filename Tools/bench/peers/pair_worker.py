"""What a user of Hugging Face tokenizers runs instead of `tessera bpe`: one process, files to files.

    python -m peers.pair_worker train  CODES.npy MERGES -o tokenizer.json
    python -m peers.pair_worker encode CODES.npy tokenizer.json -o tokens.npz
"""

import argparse
import itertools

import numpy as np
from tokenizers import Tokenizer

from .pair_encoding import characters, trained

BATCH = 1 << 13
"""Sequences at a time: all of them together take more memory and are no faster."""


def train(arguments: argparse.Namespace) -> None:
    texts = characters(np.load(arguments.codes))
    trained(texts, int(arguments.how)).save(arguments.output)


def encode(arguments: argparse.Namespace) -> None:
    codes = np.load(arguments.codes)
    tokenizer = Tokenizer.from_file(arguments.how)
    tokens, lengths = [], []
    for start in range(0, len(codes), BATCH):
        encodings = tokenizer.encode_batch_fast(characters(codes[start : start + BATCH]))
        ids = [encoding.ids for encoding in encodings]
        lengths += map(len, ids)
        tokens.append(np.fromiter(itertools.chain.from_iterable(ids), np.uint32))
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    np.savez(arguments.output, tokens=np.concatenate(tokens).astype(np.uint16), offsets=offsets)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["train", "encode"])
    parser.add_argument("codes")
    parser.add_argument("how", help="how many merges, or the tokenizer.json")
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    {"train": train, "encode": encode}[arguments.work](arguments)


if __name__ == "__main__":
    main()
