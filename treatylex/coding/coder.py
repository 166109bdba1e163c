"""Coding: one treaty in the terms of one scheme."""

import os
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from treatylex.coding.captures import date_of, duration_of, languages_in, last_name_of, name_of, number_of, place_of
from treatylex.coding.loading import load_scheme
from treatylex.coding.patterns import Pattern
from treatylex.coding.schemes import (
    EXTRACTED,
    INCONCLUSIVE,
    NONE,
    NOT_APPLICABLE,
    OTHERS_VALUE,
    Nearness,
    Rule,
    Scheme,
    Scope,
    Variable,
    VariableKind,
)
from treatylex.coding.statements import PARTS, Statement, Statements, lowered
from treatylex.model.codings import Coding, Evidence, Value
from treatylex.model.provisions import Treaty
from treatylex.parsing.alternatives import readings
from treatylex.source import Span, one_line

_MOST_QUOTES = 3
_NOT = "not "


def code(treaty: Treaty, scheme: str | os.PathLike[str] | Scheme) -> Coding:
    """What a treaty says in the terms of a scheme.

    Args:
        treaty: the treaty.
        scheme: the name of a scheme that comes with treatylex (`final-clauses`, `alliance`, `investment`, `design`),
            a TOML file with one of your own (docs/coding.md), or one that `load_scheme` read.

    Returns:
        One value a variable, with the quotations that decide it. What the readings of a draft decide otherwise, as its
        square brackets are settled, is `inconclusive`, with the quotations of each reading.

    Raises:
        InputError: when there is no such scheme, or its file is faulty.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 9\\n\\nEither Party may denounce this Treaty at one year's notice.")
    >>> coding = code(treaty, "final-clauses")
    >>> coding.values["withdrawal"], coding.values["withdrawal_notice"]
    ('yes', 'P1Y')
    >>> [(quote.eid, quote.text) for quote in coding.evidence["withdrawal"]]
    [('art_9', 'Either Party may denounce this Treaty')]
    """
    return _agreed(treaty, scheme if isinstance(scheme, Scheme) else load_scheme(scheme))


def code_variables(treaty: Treaty, scheme: str, names: Iterable[str]) -> Coding:
    """What a treaty says on some variables of a scheme, those that they depend on included."""
    return _agreed(treaty, load_scheme(scheme), frozenset(names))


def passages_on(treaty: Treaty, scheme: Scheme, variable: Variable) -> tuple[Value, tuple[tuple[Evidence, Span], ...]]:
    """The value of one variable, and the evidence, each quotation with the span of the sentence that holds it."""
    coding = _agreed(treaty, scheme, frozenset((variable.name,)))
    coder = _Coder(treaty, scheme)
    quotes = coding.evidence.get(variable.name, ())
    return coding.values[variable.name], tuple((quote, coder.sentence(quote.span)) for quote in quotes)


def _agreed(treaty: Treaty, scheme: Scheme, asked: frozenset[str] | None = None) -> Coding:
    """What all readings of a treaty agree on; where the brackets of a draft decide, the value stays open."""
    codings = [_Coder(reading.treaty, scheme).coding(asked) for reading in readings(treaty)]
    first = codings[0]
    if len(codings) == 1:
        return first
    values, evidence = dict(first.values), {}
    for name, value in first.values.items():
        settled = all(coding.values[name] == value for coding in codings)
        if not settled:
            values[name] = INCONCLUSIVE if isinstance(value, str) else (INCONCLUSIVE,)
        quotes = [quote for coding in codings[: 1 if settled else None] for quote in coding.evidence.get(name, ())]
        if quotes:
            evidence[name] = tuple({(quote.span, quote.value): _as_given(treaty, quote) for quote in quotes}.values())
    return attrs.evolve(first, values=values, evidence=evidence)


def _as_given(treaty: Treaty, quote: Evidence) -> Evidence:
    """A quotation from a reading in the words of the text with its brackets."""
    provision = treaty.provision_at(quote.span.start)
    return attrs.evolve(quote, eid=provision.eid if provision else "", text=quote.span.of(treaty.text))


@attrs.frozen(kw_only=True)
class _Hit:
    """What a rule found: the value, its place in the text, and where that stands among others."""

    value: str | tuple[str, ...]
    span: Span
    rank: tuple[int, int]
    rule: Rule
    statement: int


_last: "weakref.ref[Treaty] | None" = None
_its: Statements | None = None


def statements_of(treaty: Treaty) -> Statements:
    """The statements of a treaty; those of the treaty asked for last are kept, as schemes are used one by one."""
    global _last, _its
    kept = _its
    if kept is None or _last is None or _last() is not treaty:
        kept = Statements(treaty)
        _last, _its = weakref.ref(treaty), kept
    return kept


class _Coder:
    """Codes one treaty."""

    def __init__(self, treaty: Treaty, scheme: Scheme) -> None:
        self.treaty, self.scheme = treaty, scheme
        self.statements = statements_of(treaty)
        self._values: dict[str, Value] = {}
        self._evidence: dict[str, tuple[Evidence, ...]] = {}
        self._places: dict[str, frozenset[int]] = {}
        self._scopes: dict[str, int] = {}

    def coding(self, asked: frozenset[str] | None = None) -> Coding:
        """The whole coding, or the variables that are asked for."""
        fits = self._fits()
        variables = [v for v in self.scheme.variables if asked is None or v.name in asked]
        for variable in variables:
            if fits:
                self.value(variable)
            else:
                self._values[variable.name] = () if variable.kind is VariableKind.LIST else NOT_APPLICABLE
        names = [variable.name for variable in variables]
        return Coding(
            scheme=self.scheme.name,
            version=self.scheme.version,
            values={name: self._values[name] for name in names},
            evidence={name: self._evidence[name] for name in names if self._evidence.get(name)},
        )

    def evidence(self, variable: Variable) -> tuple[Evidence, ...]:
        """The quotations for the value of a variable."""
        self.value(variable)
        return self._evidence[variable.name]

    def sentence(self, span: Span) -> Span:
        """The sentence that holds a passage."""
        whole = (statement.span(0, len(statement.text)) for statement in self.statements.all)
        return next((sentence for sentence in whole if sentence.covers(span)), span)

    def _fits(self) -> bool:
        """Whether the scheme is for treaties like this one: by its title, or by what it says."""
        title = lowered(one_line(self.treaty.title))
        gate = self.scheme.gate
        return (
            not gate
            or any(p.compiled.search(title) for p in gate)
            or any(self._saying(gate, self.statements.everywhere))
        )

    def value(self, variable: Variable) -> Value:
        """The value of a variable, worked out once."""
        if variable.name not in self._values:
            hits = self._hits(variable)
            self._values[variable.name] = _value(variable, hits)
            self._evidence[variable.name] = self._quotes(hits)
            self._places[variable.name] = frozenset(hit.statement for hit in hits if hit.span)
        return self._values[variable.name]

    def _hits(self, variable: Variable) -> list[_Hit]:
        """What speaks for the value: of a list, what all rules found; else what the first rule that found something."""
        found: list[_Hit] = []
        for rule in variable.rules:
            if not self._holds(rule):
                continue
            hits = sorted(self._found(self._completed(rule)), key=lambda hit: hit.rank)
            if variable.kind is VariableKind.LIST:
                found += hits
            elif hits:
                return [hit for hit in hits if hit.value == hits[0].value]
            elif not rule.patterns and rule.clause is None:
                return [_Hit(value=rule.value, span=Span(0, 0), rank=(0, 0), rule=rule, statement=-1)]
        return found

    def _completed(self, rule: Rule) -> Rule:
        """A rule that takes the value of another variable, with that value."""
        taken = OTHERS_VALUE.fullmatch(rule.value)
        if taken is None:
            return rule
        value = self.value(self.scheme.variable(taken.group("name")))
        return attrs.evolve(rule, value=_told(value))

    def _holds(self, rule: Rule) -> bool:
        """Whether the other variables have the values that a rule waits for."""
        return all(_agrees(self.value(self.scheme.variable(name)), wanted) for name, wanted in rule.when.items())

    def _found(self, rule: Rule) -> Iterator[_Hit]:
        mask = self._mask(rule)
        if not mask:
            return
        clauses = None if rule.clause is None else self.treaty.find(rule.clause)
        if not rule.patterns:
            yield from self._clauses(rule, [clause.span for clause in clauses or ()], mask)
            return
        places = None if clauses is None else [clause.span for clause in clauses]
        for pattern in rule.patterns:
            for statement in self.statements.chosen(mask & self.statements.holding(pattern.needs)):
                hit = self._match(rule, pattern, statement, places)
                if hit is not None:
                    yield hit

    def _match(self, rule: Rule, pattern: Pattern, statement: Statement, places: Sequence[Span] | None) -> _Hit | None:
        """The first match of a pattern in a statement that gives a value."""
        for match in pattern.compiled.finditer(statement.low):
            span = statement.span(match.start(), match.end())
            if places is not None and not any(place.overlaps(span) for place in places):
                continue
            value = _filled(rule.value, match, statement.text)
            if value is not None and self._allowed(rule, statement, match.end()):
                return self._hit(rule, value, span, statement)
        return None

    def _hit(self, rule: Rule, value: Value, span: Span, statement: Statement) -> _Hit:
        rank = (_PART_RANK[statement.part], span.start)
        return _Hit(value=value, span=span, rank=rank, rule=rule, statement=statement.number)

    def _clauses(self, rule: Rule, spans: Sequence[Span], mask: int) -> Iterator[_Hit]:
        """The clauses that decide without a pattern, where their statements may decide."""
        for statement in self.statements.chosen(mask):
            whole = statement.span(0, len(statement.text))
            for span in spans:
                if whole.covers(span) and self._allowed(rule, statement, len(statement.low)):
                    yield self._hit(rule, rule.value, span, statement)

    def _mask(self, rule: Rule) -> int:
        """The statements, as bits, among which a rule looks."""
        parts = self.statements.parts
        mask = 0
        for part in rule.parts or self.scheme.parts:
            mask |= parts[part]
        if rule.scopes:
            inside = 0
            for name in rule.scopes:
                inside |= self._scope(self.scheme.scopes[name])
            mask &= inside
        for name, nearness in rule.near.items():
            mask &= self._around(self.scheme.variable(name), nearness)
        return mask

    def _around(self, variable: Variable, nearness: Nearness) -> int:
        """The statements, as bits, where the evidence for a variable stands; all where there is none."""
        self.value(variable)
        numbers = self._places[variable.name]
        if not numbers:
            return self.statements.everywhere
        if nearness is Nearness.SENTENCE:
            return sum(1 << number for number in numbers)
        units = {self.statements.all[number].unit for number in numbers}
        return sum(self.statements.units[unit] for unit in units)

    def _scope(self, scope: Scope) -> int:
        """The statements, as bits, of the articles that a scope means."""
        if scope.name not in self._scopes:
            saying = sum(1 << statement.number for statement in self._saying(scope.says, self.statements.everywhere))
            never = sum(1 << statement.number for statement in self._saying(scope.never, self.statements.everywhere))
            mask = 0
            for unit in self.statements.units.values():
                headings = self.statements.all[(unit & -unit).bit_length() - 1].headings
                if unit & never or _any_matches((*scope.never, *scope.never_heading), headings):
                    continue
                if unit & saying or _any_matches(scope.heading, headings):
                    mask |= unit
            self._scopes[scope.name] = mask
        return self._scopes[scope.name]

    def _saying(self, patterns: Sequence[Pattern], mask: int) -> Iterator[Statement]:
        """The statements among `mask` in which one of the patterns matches."""
        seen = 0
        for pattern in patterns:
            for statement in self.statements.chosen(mask & ~seen & self.statements.holding(pattern.needs)):
                if pattern.compiled.search(statement.low):
                    seen |= 1 << statement.number
                    yield statement

    def _allowed(self, rule: Rule, statement: Statement, end: int) -> bool:
        """Whether what stands around a match lets it decide; what `unless` lists must begin before the match ends."""
        own = 1 << statement.number
        for pattern in rule.unless:
            if own & self.statements.holding(pattern.needs):
                refused = pattern.compiled.search(statement.low)
                if refused is not None and refused.start() < end:
                    return False
        if rule.after and not any(self._saying(rule.after, self._before(statement))):
            return False
        unit = self.statements.units[statement.unit]
        if not all(any(self._saying((pattern,), unit)) for pattern in rule.with_):
            return False
        return not any(self._saying(rule.without, unit))

    def _before(self, statement: Statement) -> int:
        """The statement before one in the same article, as a bit."""
        before = 1 << statement.number >> 1
        return before & self.statements.units[statement.unit]

    def _quotes(self, hits: Sequence[_Hit]) -> tuple[Evidence, ...]:
        """The quotations for a value: the first few of each value, none of them twice."""
        quotes: dict[Span, Evidence] = {}
        counts: dict[Value, int] = {}
        for hit in hits:
            told = any(span.overlaps(hit.span) for span, quote in quotes.items() if quote.value == _told(hit.value))
            if not hit.span or told or counts.get(hit.value, 0) >= _MOST_QUOTES:
                continue
            counts[hit.value] = counts.get(hit.value, 0) + 1
            provision = self.treaty.provision_at(hit.span.start)
            quotes[hit.span] = Evidence(
                eid=provision.eid if provision else "",
                span=hit.span,
                text=hit.span.of(self.treaty.text),
                rule=hit.rule.name,
                value=_told(hit.value),
            )
        return tuple(quotes.values())


_PART_RANK = {part: i for i, part in enumerate(("body", "conclusions", *sorted({*PARTS} - {"body", "conclusions"})))}


def _any_matches(patterns: Sequence[Pattern], texts: Sequence[str]) -> bool:
    return any(pattern.compiled.search(text) for pattern in patterns for text in texts)


def _agrees(value: Value, wanted: Sequence[str]) -> bool:
    """Whether a value is one of those wanted: "not none" is any but none; of a list, one item must be it."""
    held = ((value,) if isinstance(value, str) else value) or (NONE,)
    refused = [each.removeprefix(_NOT) for each in wanted if each.startswith(_NOT)]
    asked = [each for each in wanted if not each.startswith(_NOT)]
    return not any(each in held for each in refused) and (not asked or any(each in held for each in asked))


def _value(variable: Variable, hits: Sequence[_Hit]) -> Value:
    if variable.kind is not VariableKind.LIST:
        first = hits[0].value if hits else variable.default or NONE
        return _told(first)
    ordered = sorted(hits, key=lambda hit: hit.rank) if variable.in_text_order else hits
    items = dict.fromkeys(item for hit in ordered for item in _items(hit.value))
    if variable.in_text_order:
        return tuple(items)
    places = {value: i for i, value in enumerate(variable.values)}
    return tuple(sorted(items, key=lambda item: places.get(item, len(places))))


def _told(value: Value) -> str:
    """A value in one string."""
    return value if isinstance(value, str) else ", ".join(value)


def _items(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _filled(template: str, match: re.Match[str], text: str) -> Value | None:
    """A rule's value with what its pattern extracted; `None` when that is no value after all."""
    if template == "<languages>":
        found = tuple(name for each in _captured("languages", match, text) for name in languages_in(each))
        return tuple(dict.fromkeys(found)) or None
    faulty = False

    def fill(wanted: re.Match[str]) -> str:
        nonlocal faulty
        capture, more = wanted.group("capture"), int(wanted.group("more") or 0)
        value = _extracted(capture, more, _captured(capture, match, text))
        faulty |= value is None
        return value or ""

    filled = EXTRACTED.sub(fill, template)
    return None if faulty else filled


def _captured(name: str, match: re.Match[str], text: str) -> list[str]:
    """The passages that a pattern extracted under a name, as they are written."""
    return [
        text[match.start(group) : match.end(group)]
        for group, found in match.groupdict().items()
        if found is not None and group.rpartition("_")[0] == name
    ]


_VALUES: Mapping[str, Callable[[str], str | None]] = {
    "name": name_of,
    "subject": last_name_of,
    "place": place_of,
    "date": date_of,
    "state": str.strip,
}


def _extracted(capture: str, more: int, passages: Sequence[str]) -> str | None:
    if not passages:
        return None
    if capture == "period":
        return duration_of(passages[0], more)
    if capture in _VALUES:
        return _VALUES[capture](passages[0])
    if capture == "language":
        return next(iter(languages_in(passages[0])), None)
    numbers = [number_of(passage) for passage in passages]
    return None if None in numbers else str(sum(filter(None, numbers)) + more)
