"""The syntax alone."""

import json
import sys

bodies = 0
with open(sys.argv[1], "rb") as history:
    for line in history:
        json.loads(line)
        bodies += 1
print(f"bodies {bodies}")
