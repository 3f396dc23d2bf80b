"""Byte-pair encoding by Hugging Face tokenizers, the codes as characters."""

import os

import numpy as np

from .peer import Peer, Work

CODE_BITS, PHRASE_BITS, RUN, PHRASE_SHARE, LENGTH = 10, 12, 6, 55, 256
FIRST_CHARACTER = 0x4E00
SIZES = {"1M": (1 << 20, 2048), "16M": (1 << 24, 8192)}
LARGE = "16M"


class Numbers:
    """SplitMix64, the numbers of tessera's SeededGenerator, many at a time."""

    def __init__(self, seed: int):
        self.state = seed

    def next(self, count: int) -> np.ndarray:
        gamma = 0x9E3779B97F4A7C15
        with np.errstate(over="ignore"):
            steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(gamma)
            mixed = steps + np.uint64(self.state)
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        self.state = (self.state + gamma * count) % (1 << 64)
        return mixed ^ (mixed >> np.uint64(31))


def skewed(bits: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one >> np.uint64(64 - bits)) >> (other % np.uint64(bits + 1))


def corpus(code_count: int) -> np.ndarray:
    """The stream of tessera's PhraseCorpus, `[sequences, LENGTH]`."""
    numbers = Numbers(7)
    phrases = []
    for _ in range(1 << PHRASE_BITS):
        drawn = numbers.next(2 * (2 + int(numbers.next(1)[0] % 11)))
        phrases.append(skewed(CODE_BITS, drawn[::2], drawn[1::2]))
    successors = numbers.next(4 << CODE_BITS) >> np.uint64(64 - CODE_BITS)
    lengths = np.array([len(phrase) for phrase in phrases])
    starts = np.concatenate([[0], lengths.cumsum()[:-1]])
    spelled = np.concatenate(phrases)

    kind, one, other, steps = numbers.next(4 * (code_count // 2)).reshape(-1, 4).T
    is_phrase = kind % np.uint64(100) < PHRASE_SHARE
    phrase = skewed(PHRASE_BITS, one, other).astype(np.int64)
    widths = np.where(is_phrase, lengths[phrase], RUN)
    parts = int(np.searchsorted(widths.cumsum(), code_count)) + 1
    is_phrase, phrase, widths = is_phrase[:parts], phrase[:parts], widths[:parts]

    runs = np.empty((parts, RUN), np.int64)
    runs[:, 0] = skewed(CODE_BITS, one[:parts], other[:parts])
    for step in range(1, RUN):
        choice = (steps[:parts] >> np.uint64(2 * (step - 1))) & np.uint64(3)
        runs[:, step] = successors[runs[:, step - 1] * 4 + choice.astype(np.int64)]
    part = np.repeat(np.arange(parts), widths)
    place = np.arange(len(part)) - np.repeat(widths.cumsum() - widths, widths)
    in_phrase = is_phrase[part]
    codes = np.empty(len(part), np.uint32)
    codes[in_phrase] = spelled[(starts[phrase[part]] + place)[in_phrase]]
    codes[~in_phrase] = runs[part[~in_phrase], place[~in_phrase]]
    count = code_count // LENGTH
    return codes[: count * LENGTH].reshape(count, LENGTH)


def characters(codes: np.ndarray) -> list[str]:
    """A string for each sequence."""
    return (codes + np.uint32(FIRST_CHARACTER)).view(f"<U{codes.shape[1]}").ravel().tolist()


def trained(texts: list[str], merges: int):
    from tokenizers import Tokenizer, models, trainers

    codes = 1 << CODE_BITS
    tokenizer = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=codes + merges, show_progress=False,
        initial_alphabet=[chr(FIRST_CHARACTER + code) for code in range(codes)],
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def peers(threads: int, only: list[str]) -> list[Peer]:
    """The larger size takes a minute a run, and is measured only where it is named."""
    import tokenizers

    # Its threads are as many as there are cores from its first use on; one is had by switching them
    # off.
    os.environ["TOKENIZERS_PARALLELISM"] = "true" if threads > 1 else "false"
    library = f"tokenizers {tokenizers.__version__}"

    def train(codes: int, merges: int) -> Work:
        texts = characters(corpus(codes))
        return Work(codes, lambda: trained(texts, merges), is_long=codes == SIZES[LARGE][0])

    def encode(codes: int, merges: int) -> Work:
        texts = characters(corpus(codes))
        tokenizer = trained(texts, merges)
        return Work(codes, lambda: tokenizer.encode_batch_fast(texts))

    found = []
    for name, (codes, merges) in SIZES.items():
        if name == LARGE and LARGE not in only or "process" in only:
            continue
        shape = f"{name} codes of {1 << CODE_BITS}, {merges} merges"
        found += [
            Peer(f"bpe train {shape}", library, lambda c=codes, m=merges: train(c, m)),
            Peer(f"bpe encode {shape}", library, lambda c=codes, m=merges: encode(c, m)),
        ]
    return found
