"""Reads an export with the library that its trainers use, and prints what it found as JSON.

    python read.py READER PATH

Every function is one reader: it takes the path that the export was given and returns an object with
the sequences as lists, and whatever else the layout says. The readers of layouts that have no library
(nanoGPT, llm.c, LlamaGen, 1d-tokenizer, and Megatron's index a second time) do what the public
trainers do, written anew from the layouts' descriptions.
"""

import json
import linecache
import pickle
import struct
import sys
from pathlib import Path

import numpy as np


def cut(tokens, offsets):
    """One list for each range between two offsets."""
    return [tokens[a:b].tolist() for a, b in zip(offsets, offsets[1:])]


def npy(path):
    array = np.load(path, mmap_mode="r")
    assert isinstance(array, np.memmap)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": array.tolist()}


def npz(path):
    archive = np.load(path)
    found = {"dtype": str(archive["tokens"].dtype), "names": sorted(archive.files)}
    found["sequences"] = cut(archive["tokens"], archive["offsets"])
    for name in ("classes", "rows"):
        if name in archive.files:
            found[name] = archive[name].tolist()
    return found


def safetensors(path):
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata()
    found = {"dtype": str(tensors["tokens"].dtype), "names": sorted(tensors)}
    found["sequences"] = cut(tensors["tokens"], tensors["offsets"])
    found["vocabulary"] = int(metadata["vocabularySize"])
    found["tokenizers"] = [
        source["tokenizer"]["id"] for source in json.loads(metadata["corpus"])["sources"]
    ]
    return found


def nanogpt(path):
    meta = json.loads(Path(path + ".meta.json").read_text())
    with open(Path(path).parent / "meta.pkl", "rb") as file:
        vocabulary = pickle.load(file)["vocab_size"]
    data = np.memmap(path, dtype=meta["elementType"], mode="r")
    return {"dtype": str(data.dtype), "values": data.tolist(), "vocabulary": vocabulary}


def llmc(path):
    header = np.fromfile(path, dtype="<i4", count=256)
    kinds = {(20240520, 1): "<u2", (20240801, 7): "<u4"}
    dtype = np.dtype(kinds[int(header[0]), int(header[1])])
    assert not header[3:].any()
    assert Path(path).stat().st_size == 1024 + int(header[2]) * dtype.itemsize
    tokens = np.fromfile(path, dtype=dtype, offset=1024)
    return {"dtype": str(dtype), "values": tokens.tolist()}


def megatron(path):
    from megatron.core.datasets.indexed_dataset import IndexedDataset

    prefix = path.removesuffix(".bin")
    data = IndexedDataset(prefix)
    return {
        "dtype": np.dtype(data.index.dtype).name,
        "sequences": [data[index].tolist() for index in range(len(data))],
        "offsets": data.document_indices.tolist(),
        "lengths": data.sequence_lengths.tolist(),
    }


def megatron_layout(path):
    prefix = path.removesuffix(".bin")
    index = Path(prefix + ".idx").read_bytes()
    assert index[:9] == b"MMIDIDX\0\0"
    version, code, sequences, documents = struct.unpack_from("<QBQQ", index, 9)
    assert version == 1
    dtype = np.dtype({1: "u1", 2: "i1", 3: "<i2", 4: "<i4", 5: "<i8", 8: "<u2"}[code])
    start = 9 + struct.calcsize("<QBQQ")
    lengths = np.frombuffer(index, "<i4", sequences, start)
    pointers = np.frombuffer(index, "<i8", sequences, start + 4 * sequences)
    ends = np.frombuffer(index, "<i8", documents, start + 12 * sequences)
    assert len(index) == start + 12 * sequences + 8 * documents
    data = Path(prefix + ".bin").read_bytes()
    return {
        "dtype": dtype.name,
        "sequences": [
            np.frombuffer(data, dtype, length, pointer).tolist()
            for length, pointer in zip(lengths.tolist(), pointers.tolist())
        ],
        "offsets": ends.tolist(),
        "lengths": lengths.tolist(),
    }


def datatrove(path):
    from datatrove.utils.dataset import DatatroveFolderDataset

    meta = json.loads(Path(path + ".meta.json").read_text())
    size = {"uint16": 2, "uint32": 4}[meta["elementType"]]
    name, count, _ = Path(path + ".metadata").read_text().split("\n")
    assert name.endswith(f"|{size}")
    data = DatatroveFolderDataset(
        str(Path(path).parent), seq_len=meta["tokens"] - 1, token_size=size, recursive=False,
        return_positions=True)
    assert len(data) == 1
    ends = np.fromfile(path + ".index", dtype="<u8").astype(np.int64)
    tokens = data[0]["input_ids"]
    return {
        "tokenizers": [name.split("|")[0]],
        "sequences": cut(tokens, [0, *ends.tolist()]),
        "positions": data[0]["positions"].tolist(),
        "lengths": [int(count)],
    }


def webdataset(path):
    import webdataset as wds

    stem = Path(path).name.removesuffix(".tar")
    shards = sorted(str(shard) for shard in Path(path).parent.glob(stem + "-*.tar"))
    samples = list(wds.WebDataset(shards, shardshuffle=False).decode())
    return {
        "dtype": str(samples[0]["npy"].dtype),
        "sequences": [sample["npy"].tolist() for sample in samples],
        "classes": [sample.get("cls", -1) for sample in samples],
        "names": [sample["json"]["name"] for sample in samples],
        "shards": len(shards),
    }


def jsonl(path):
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    return {
        "sequences": [line["tokens"] for line in lines],
        "classes": [line.get("class", -1) for line in lines],
        "names": [line["name"] for line in lines],
    }


def onedtokenizer(path):
    count = sum(1 for _ in open(path))
    linecache.checkcache(path)
    lines = [json.loads(linecache.getline(path, index + 1).strip()) for index in range(count)]
    assert all(set(line) == {"class_id", "tokens"} for line in lines)
    return {
        "sequences": [line["tokens"] for line in lines],
        "classes": [line["class_id"] for line in lines],
    }


def llamagen(path):
    count = len(list(Path(path + "_codes").iterdir()))
    codes = [np.load(f"{path}_codes/{index}.npy") for index in range(count)]
    labels = [np.load(f"{path}_labels/{index}.npy") for index in range(count)]
    assert all(array.ndim == 3 and array.shape[0] == 1 for array in codes)
    assert all(array.shape == (1,) for array in labels)
    return {
        "dtype": str(codes[0].dtype),
        "sequences": [array[0, 0].tolist() for array in codes],
        "classes": [int(array[0]) for array in labels],
    }


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](sys.argv[2])))
