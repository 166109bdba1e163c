"""Where the commands begin: `treatylex`, `clause-diff` and `python -m treatylex`.

Guarantee: an interrupt ends them in one line with status 130, also while what they need is being imported.
"""

import os
import signal
import sys
import threading
from types import FrameType

_INTERRUPTED = 130


def main() -> None:
    """The command `treatylex`."""
    _begin("main", "treatylex")


def clause_diff() -> None:
    """The command `clause-diff`."""
    _begin("clause_diff", "clause-diff")


def _begin(command: str, called: str) -> None:
    quiet = threading.current_thread() is threading.main_thread()
    quiet = quiet and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if quiet:
        signal.signal(signal.SIGINT, _interrupted)  # an exception would come out of whatever is being imported
    from treatylex import cli

    try:
        if quiet:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        getattr(cli, command)(prog_name=called)
    except KeyboardInterrupt:
        _interrupted(signal.SIGINT, None)


def _interrupted(number: int, frame: FrameType | None) -> None:
    if sys.stderr is not None:
        os.write(sys.stderr.fileno(), b"treatylex: interrupted\n")
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
