"""`tessera bench` as its user runs it."""

import json
import subprocess
from pathlib import Path

PROGRAM = Path(".build/release/tessera")


def records(words: list[str], pictures: Path, threads: int) -> list[dict]:
    """The records of the benchmarks whose name holds all words; none where none is named so."""
    command = [PROGRAM, "bench", *words, "--json", "--threads", str(threads)]
    result = subprocess.run([*command, "--pictures", pictures], capture_output=True, text=True)
    if "no benchmark is named like" in result.stderr:
        return []
    result.check_returncode()
    return json.loads(result.stdout)


def model_seconds(model: str, part: str, batch: int, dtype: str, threads: int) -> float:
    """The median run of one half of a model at its published size, with random weights."""
    command = [
        PROGRAM, "bench", "model", model, "--part", part, "--batch", str(batch), "--dtype", dtype,
        "--threads", str(threads), "--json",
    ]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    record = json.loads(result.stdout)
    return (record[0] if isinstance(record, list) else record)["median_seconds"]
