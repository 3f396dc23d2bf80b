"""`tessera bench` as its user runs it."""

import json
import subprocess
from pathlib import Path

PROGRAM = Path(".build/release/tessera")


def records(words: list[str], pictures: Path, threads: int) -> list[dict]:
    """The records of the benchmarks whose name holds all words."""
    command = [PROGRAM, "bench", *words, "--json", "--threads", str(threads)]
    result = subprocess.run(
        [*command, "--pictures", pictures], check=True, capture_output=True, text=True
    )
    return json.loads(result.stdout)
