"""Merges pairs of codes with Hugging Face's tokenizers, and prints what it found as JSON.

    python pairs.py encode TOKENIZER.json CODES.jsonl
    python pairs.py train CODES.jsonl ALPHABET TOKENS FREQUENCY TOKENIZER.json

CODES.jsonl has an array of codes a line. A code is the character so far behind U+4E00, surrogates
passed over; a sequence is one word.
"""

import json
import sys

from tokenizers import Tokenizer, decoders
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer


def character(code):
    value = 0x4E00 + code
    return chr(value if value < 0xD800 else value + 0x800)


def code(character):
    value = ord(character)
    return (value if value < 0xD800 else value - 0x800) - 0x4E00


def words(path):
    with open(path, encoding="utf-8") as lines:
        return ["".join(map(character, json.loads(line))) for line in lines]


def encode(tokenizer, codes):
    tokenizer = Tokenizer.from_file(tokenizer)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(words(codes))]
    return {
        "ids": ids,
        "codes": [[code(each) for each in text] for text in tokenizer.decode_batch(ids)],
        "tokens": tokenizer.get_vocab_size(),
    }


def train(codes, alphabet, tokens, frequency, output):
    tokenizer = Tokenizer(BPE())
    trainer = BpeTrainer(
        vocab_size=int(tokens), min_frequency=int(frequency), show_progress=False,
        initial_alphabet=[character(each) for each in range(int(alphabet))])
    tokenizer.train_from_iterator(words(codes), trainer)
    # Without one, spaces would stand between tokens that are decoded.
    tokenizer.decoder = decoders.Fuse()
    tokenizer.save(output)
    return {"tokens": tokenizer.get_vocab_size()}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
