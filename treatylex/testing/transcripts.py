"""Transcripts: values of the model in full, as text that shows every change line by line.

Guarantees: two values have the same transcript exactly when they are equal, the blanks between leaves aside: every
field that takes part in equality and is not what it usually is gets written, none is cut; places in the text are left
out. What is neither of the model nor plain data is refused.
"""

import enum
import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

_INDENT = "  "
# What the leaves below hold anyway: a provision's words would stand once more at each of its levels.
_REPEATED = frozenset({("Treaty", "text"), ("Provision", "text")})


def is_kept(value: object) -> bool:
    """Whether a value is one of the model, or a sequence of them: what a transcript is better for than its `repr`."""
    if isinstance(value, tuple | list):
        return bool(value) and all(map(is_kept, value))
    return type(value).__module__.startswith("treatylex.model.")


def transcript(value: object) -> str:
    """The transcript of a value.

    Args:
        value: a node, a treaty, a comparison, an alignment, a resolution …, or plain data, or sequences and mappings of
            them.

    Raises:
        TypeError: for anything else, whose `repr` might leave out what changes.

    >>> from treatylex.parsing.reader import parse
    >>> print(transcript(parse("Each Party shall report if it can.").clauses[0].conditions), end="")
    - Phrase
        role: "condition"
        text: "if it can"
        normalized: "if it can"
        opener: "if"
    """
    lines = list(_lines(value))
    return "".join(f"{line}\n" for line in lines)


def _lines(value: object) -> Iterator[str]:
    if attrs.has(type(value)):
        yield type(value).__name__
        yield from _entries(_fields(value))
    elif isinstance(value, Mapping):
        yield "mapping"
        yield from _entries((json.dumps(key), part) for key, part in value.items())
    elif isinstance(value, tuple | list | frozenset | set):
        yield from _items(sorted(value) if isinstance(value, frozenset | set) else value)
    else:
        yield _plain(value)


def _fields(value: Any) -> Iterator[tuple[str, object]]:
    """The fields of a value that take part in equality and say something."""
    kind = type(value)
    for field in attrs.fields(kind):
        part = getattr(value, field.name)
        usual = part == field.default or (part is None or part == ())
        if field.eq and not usual and (kind.__name__, field.name) not in _REPEATED:
            yield field.name, part


def _entries(pairs: Iterator[tuple[str, object]]) -> Iterator[str]:
    for name, part in pairs:
        first, *rest = _lines(part)
        if isinstance(part, tuple | list | frozenset | set):
            yield f"{_INDENT}{name}:"
            rest = [first, *rest]
        else:
            yield f"{_INDENT}{name}: {first}"
        yield from (f"{_INDENT}{line}" for line in rest)


def _items(values: Any) -> Iterator[str]:
    if not values:
        yield "nothing"
    for value in values:
        first, *rest = _lines(value)
        yield f"- {first}"
        yield from (f"{_INDENT}{line}" for line in rest)


def _plain(value: object) -> str:
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False)
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    raise TypeError(
        f"a snapshot of {kind} could leave out what changes; keep a treaty, its nodes, a comparison, or plain data"
    )
