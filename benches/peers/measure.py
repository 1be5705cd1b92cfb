"""Runs a program, and prints how many seconds it took and how many megabytes it had at most."""

import resource
import subprocess
import sys
import time

output, *command = sys.argv[1:]
with open(output, "wb") as out:
    start = time.perf_counter()
    ended = subprocess.run(command, stdout=out)
    seconds = time.perf_counter() - start
# Kilobytes on Linux, bytes on macOS. The largest of the processes, not their sum.
unit = 1 if sys.platform == "darwin" else 1024
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6:.1f}")
sys.exit(ended.returncode)
