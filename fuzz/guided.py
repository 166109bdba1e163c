"""One run of atheris over one target: `python -m fuzz.guided TARGET`, then what libFuzzer takes."""

import sys

import atheris

name = sys.argv.pop(1)
with atheris.instrument_imports(include=["treatylex"]):
    from fuzz.targets import TARGETS

    target = TARGETS[name]
    for seed in (b"\0Article 1\n\nEach Party shall act within two days.", b"\1\0\1\2\3\4"):
        target(seed)  # imports what is imported late, and compiles the grammars, before the time counts

atheris.Setup(sys.argv, target)
atheris.Fuzz()
