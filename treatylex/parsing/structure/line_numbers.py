"""Line numbers: the numbers that drafts set before each of their lines.

Guarantee: only numbers that count nearly all lines of a text are line numbers, and only where sentences run on from one
such line to the next, so that no list is taken for them.
"""

import functools
import itertools
import re

from treatylex.source import Span

_LINE = re.compile(r"^[ \t]*(?:(?P<number>\d{1,5})(?=[ \t]|\r?$))?[ \t]*(?P<text>[^\r\n]*)", re.MULTILINE)
_HEAD = 2_000  # characters that tell whether there can be any
_FEWEST = 10
_MOST = 0.9
_FEWEST_RUNNING_ON = 3
_STOPS = ".;:,"


@functools.lru_cache(maxsize=4)
def line_numbers(text: str) -> tuple[Span, ...]:
    """Where the numbers stand that count the lines of a text; none where they do not.

    >>> draft = "\\n".join(f"{n:>2}  each Party shall act and" for n in range(1, 13))
    >>> len(line_numbers(draft)), line_numbers("1  Cod\\n2  Herring")
    (12, ())
    """
    if _share(_numbered(text[:_HEAD])) < _MOST:
        return ()
    lines = _numbered(text)
    numbers = [line for line in lines if line["number"]]
    if len(numbers) < _FEWEST or _share(lines) < _MOST:
        return ()
    steps = [int(below["number"]) - int(above["number"]) for above, below in itertools.pairwise(numbers)]
    running = sum(1 for above, below in itertools.pairwise(numbers) if _goes_on(above["text"], below["text"]))
    if steps.count(1) < _MOST * len(steps) or running < _FEWEST_RUNNING_ON:
        return ()
    return tuple(Span(line.start("number"), line.end("number")) for line in numbers)


def _numbered(text: str) -> list[re.Match[str]]:
    """The lines of a text that hold anything, each with its number if it has one."""
    return [line for line in _LINE.finditer(text) if line["number"] or line["text"].strip()]


def _share(lines: list[re.Match[str]]) -> float:
    return sum(1 for line in lines if line["number"]) / len(lines) if lines else 0.0


def _goes_on(above: str, below: str) -> bool:
    return bool(above.strip()) and above.rstrip()[-1] not in _STOPS and below[:1].islower()
