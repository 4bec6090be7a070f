"""`python -m inspection KIND < FILE` answers in JSON: {} for a file that may be taken, else why not.

Decoders meet hostile files here: two seconds of the processor and some 50 MB are all they get, nothing that the
portal knows, and no right to write. Whoever ends without an answer has gone beyond that.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys

from inspection import shape
from inspection.refusal import Refused

SECONDS = 1.5
MEGABYTES = {"pdf": 34}  # the library itself takes 14 more; other kinds less


def keep_within_limits(kind: str) -> None:
    memory = MEGABYTES.get(kind, 41) * 1024 * 1024
    for limit, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def main(kind: str) -> None:
    keep_within_limits(kind)
    with open(0, "rb") as file:
        try:
            shape.inspect(file, kind)
        except Refused as refusal:
            answer = {"reason": refusal.reason, "found": refusal.found}
        except (MemoryError, RecursionError):
            answer = {"reason": "limits", "found": ""}
        else:
            answer = {}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # what was opened is not worth the time of being put away


if __name__ == "__main__":
    main(sys.argv[1])
