"""One run of atheris over one target: `python -m fuzz.guided TARGET SECONDS`, then what libFuzzer takes.

It ends after so many seconds of processor time: libFuzzer itself knows only those of the clock, of which a run that
leaves others the first turn sees few.
"""

import os
import sys
import time

import atheris

name, seconds = sys.argv.pop(1), float(sys.argv.pop(1))
with atheris.instrument_imports(include=["treatylex"]):
    # What imports treatylex before this is not guided; nor is a reader that no seed has imported yet.
    from fuzz.__main__ import MOST_SECONDS
    from fuzz.files import seeds
    from fuzz.targets import TARGETS

    target = TARGETS[name]
    for seed in (b"\0Article 1\n\nEach Party shall act within two days.", b"\1\0\1\2\3\4", *seeds(name)):
        target(seed)  # imports what is imported late, and compiles the grammars, before the time counts

began = time.process_time()
inputs = 0


def timed(data: bytes) -> None:
    """Feed the target, and end the run where its time is spent."""
    global inputs
    if time.process_time() - began > seconds:
        print(f"{name}: {inputs:,} inputs in {seconds:.0f} s of CPU", flush=True)
        os._exit(0)  # libFuzzer takes an exception for a fault
    at = time.process_time()
    target(data)
    inputs += 1
    if time.process_time() - at > MOST_SECONDS:
        raise AssertionError("takes too long")


atheris.Setup(sys.argv, timed)
atheris.Fuzz()
