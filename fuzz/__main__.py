"""Feeds broken files to a reader for some seconds of CPU: `python -m fuzz docx 60`."""

import random
import sys
import time
from pathlib import Path

from fuzz.files import READERS, broken, seeds
from treatylex.errors import InputError
from treatylex.formats.documents import Choices
from treatylex.formats.registry import read_bytes, read_document

FOUND = Path(__file__).parent / "found"
MOST_SECONDS_A_FILE = 20


def fuzz(reader: str, seconds: float, seed: int) -> int:
    """How many faults a reader showed."""
    chance = random.Random(seed)
    given = seeds(reader)
    began = time.process_time()
    files = refused = faults = 0
    slowest = 0.0
    while time.process_time() - began < seconds:
        data = broken(chance, given)
        files += 1
        at = time.process_time()
        try:
            if reader == "json":
                read_bytes(data, "fuzz.json")
            else:
                choices = Choices(revisions=chance.choice(("accepted", "original")))
                check(read_document(data, f"fuzz.{reader}", choices))
        except InputError as fault:
            refused += 1
            if "\n" in str(fault):
                faults += _keep(reader, data, "a complaint of several lines")
        except Exception as fault:
            faults += _keep(reader, data, repr(fault))
        slowest = max(slowest, time.process_time() - at)
    if slowest > MOST_SECONDS_A_FILE:
        faults += 1
    print(f"{reader}: seed {seed}, {files:,} files, {refused:,} refused, slowest {slowest:.2f} s, {faults} faults")
    return faults


def check(document: object) -> None:
    """The laws that a document keeps: places and kinds lie in the text, in order and apart."""
    text, places, kinds = document.text, document.places, document.kinds  # type: ignore[attr-defined]
    end = 0
    for place in places:
        if not end <= place.span.start <= place.span.end <= len(text):
            raise AssertionError(f"the place {place} is out of order")
        end = place.span.end
    end = 0
    for span, kind in kinds:
        if not end <= span.start < span.end <= len(text):
            raise AssertionError(f"the {kind} at {span} is out of order")
        end = span.end


def _keep(reader: str, data: bytes, why: str) -> int:
    FOUND.mkdir(exist_ok=True)
    file = FOUND / f"{reader}-{abs(hash(data)):x}.bin"
    file.write_bytes(data)
    print(f"{file}: {why}", file=sys.stderr)
    return 1


def main() -> int:
    """Fuzz the reader that is named, or all."""
    name = sys.argv[1] if len(sys.argv) > 1 else "all"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**32)
    return sum(fuzz(reader, seconds, seed) for reader in (READERS if name == "all" else (name,))) > 0


if __name__ == "__main__":
    sys.exit(main())
