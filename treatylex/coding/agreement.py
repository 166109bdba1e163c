"""Agreement: how far codings agree with those of a reader, variable by variable.

Guarantee: durations that last equally long are equal ("P12M", "P1Y"), lists agree as sets unless their order is that of
the text, names agree whatever the case; only variables that the reader coded are counted.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from treatylex.coding.schemes import NONE, Scheme, Variable, VariableKind
from treatylex.errors import InputError
from treatylex.model.codings import Value
from treatylex.opening import text_of

_YEARS = re.compile(r"P(\d+)Y")
_ITEMS = re.compile(r"\s*;\s*")

Gold = Mapping[str, Mapping[str, Value]]
"""For each treaty, by the name of its file without folder and ending, what a reader coded."""


@attrs.frozen(kw_only=True)
class Agreement:
    """How one variable was coded: `pairs` counts what the reader and the scheme said, in this order."""

    variable: str
    pairs: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many treaties the reader coded."""
        return sum(self.pairs.values())

    @property
    def agreed(self) -> int:
        """In how many of them both said the same."""
        return sum(count for (gold, coded), count in self.pairs.items() if gold == coded)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond chance; `None` where only one value was used."""
        golds: Counter[str] = Counter()
        codeds: Counter[str] = Counter()
        for (gold, coded), count in self.pairs.items():
            golds[gold] += count
            codeds[coded] += count
        chance = sum(golds[value] * codeds[value] for value in golds) / self.total**2
        return None if chance == 1 else (self.agreed / self.total - chance) / (1 - chance)

    @property
    def confusions(self) -> tuple[tuple[str, str, int], ...]:
        """What the reader said, what was coded instead, and how often; the most frequent first."""
        wrong = [(*pair, count) for pair, count in self.pairs.items() if pair[0] != pair[1]]
        return tuple(sorted(wrong, key=lambda each: (-each[2], each[:2])))


def read_gold(path: str) -> Gold:
    """What a reader coded: a JSON list of `{"id", "values"}`, or a CSV file with a column `id` and one a variable.

    Raises:
        InputError: when the file cannot be read, or is neither.
    """
    text = text_of(path)
    try:
        rows = json.loads(text) if text.lstrip().startswith("[") else _from_csv(text)
        return {_key(row["id"]): {name: _value(each) for name, each in row["values"].items()} for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error):
        raise InputError(f'{path}: gold is a JSON list of {{"id", "values"}}, or CSV with a column "id"') from None


def _from_csv(text: str) -> list[dict[str, Any]]:
    rows = csv.DictReader(io.StringIO(text))
    if "id" not in (rows.fieldnames or ()):
        raise KeyError("id")
    return [
        {"id": row["id"], "values": {name: each for name, each in row.items() if name != "id" and each}} for row in rows
    ]


def _value(given: object) -> Value:
    return tuple(map(str, given)) if isinstance(given, list) else str(given)


def _key(name: str) -> str:
    return re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rpartition("/")[2])


def gold_of(gold: Gold, source: str) -> Mapping[str, Value] | None:
    """What the reader coded of the treaty in a file, if anything."""
    return gold.get(_key(source))


def agreement(
    scheme: Scheme, coded: Iterable[tuple[Mapping[str, Value], Mapping[str, Value]]]
) -> tuple[Agreement, ...]:
    """The agreement of each variable that the reader coded; `coded` pairs the reader's values with the scheme's.

    >>> from treatylex.coding.loading import load_scheme
    >>> found = agreement(load_scheme("final-clauses"), [({"duration": "P12M"}, {"duration": "P1Y"})])
    >>> found[0].variable, found[0].agreed, found[0].total
    ('duration', 1, 1)
    """
    pairs: dict[str, Counter[tuple[str, str]]] = {}
    for gold, values in coded:
        for variable in scheme.variables:
            if variable.name in gold:
                pair = (_comparable(variable, gold[variable.name]), _comparable(variable, values[variable.name]))
                pairs.setdefault(variable.name, Counter())[pair] += 1
    return tuple(Agreement(variable=name, pairs=counts) for name, counts in pairs.items())


def _comparable(variable: Variable, value: Value) -> str:
    """A value in the form in which two codings are compared."""
    if variable.kind is VariableKind.LIST:
        items = _list(value)
        ordered = items if _is_ordered(variable) else sorted(items)
        return "; ".join(ordered) or NONE
    text = " ".join(str(value).split())
    years = _YEARS.fullmatch(text)
    if years:
        return f"P{12 * int(years.group(1))}M"
    return re.sub(r"^the ", "", text.lower()) if variable.kind is VariableKind.NAME else text


def _is_ordered(variable: Variable) -> bool:
    return not variable.in_text_order and bool(variable.values)


def _list(value: Value) -> Sequence[str]:
    if isinstance(value, str):
        return [each for each in _ITEMS.split(value) if each and each != NONE]
    return [each.strip().lower() for each in value]
