"""Runs a command and prints its seconds and the most bytes of memory it had, as JSON.

It is a small process in between, because Linux counts the memory of whoever starts a process as that
process's own.

    python -m peers.process_cost COMMAND…
"""

import json
import resource
import subprocess
import sys
import time


def main() -> None:
    start = time.perf_counter()
    subprocess.run(sys.argv[1:], check=True)
    seconds = time.perf_counter() - start
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"seconds": seconds, "memory": kilobytes * 1024}))


if __name__ == "__main__":
    main()
