"""Explanations for the reader: why a clause was read as it was, in sentences and as plain data.

Guarantee: every sentence renders one decision of the reading; none is added.
"""

from collections.abc import Iterator
from typing import Any

import attrs

from treatylex.model.explanations import Decision, DecisiveCue, Explanation, Ground
from treatylex.model.provisions import Treaty
from treatylex.source import Span, one_line

_GROUNDS = {
    Ground.RULE: "{described}",
    Ground.KIND_OF_PHRASE: "it stands before the verb, and {phrase}",
    Ground.SUBJECT: "it is the subject, and can hold a duty, a right or a permission",
    Ground.AGENT: "“by” names who does what the passive says",
    Ground.NO_BEARER: "{reason}",
    Ground.CUES: "the verb that tells the kind, with its negation",
    Ground.REMAINDER: "what the predicate says besides, without conditions, exceptions and times at its end",
    Ground.OPENER: "its first words open one",
    Ground.OTHER_SIDE: "the clause names it as the other side",
    Ground.DEFINED: "the treaty itself defines the name",
    Ground.ANTECEDENT: "no other noun phrase before the pronoun can be meant",
    Ground.RELATION: "introduced by “{rule}”",
    Ground.DOUBT: "readings like this one are often wrong; look at the text",
}
_KINDS = {
    "obligation": "a verb that binds, with something to be done",
    "prohibition": "a verb that forbids, or one that binds or permits, and a negation with it",
    "permission": "a verb that permits, with something that may be done",
    "right": "words that entitle, or that give a capacity or immunity",
    "exemption": "words that free from a duty, or a duty that is denied",
    "recommendation": "a verb that advises, or a duty only to try",
    "constitutive": "words that take effect by themselves, without an act",
    "definition": "a verb that says what a word means or covers",
    "declaration": "a statement of a view, an aim or a fact, without a verb that binds",
    "saving": "words that leave untouched what is elsewhere",
    "recital": "a consideration before the provisions",
}
_KINDS_OF_PHRASE = {
    "WHO": "its head is a person, a State or an organ",
    "WHAT": "its head is a thing or a word that no list knows, or it is a pronoun that may stand for a thing",
    "NOBODY": "a negation that makes the clause say that nobody shall or may",
    "NOTHING_IN": "a negation that saves what is elsewhere",
    "DEFINED": "a term that is explained",
}
_REASONS = {
    "passive": "nobody: a passive that does not say who acts",
    "inanimate": "nobody: the subject is a thing, which can hold no duty",
    "unknown": "not known: no list knows the head of the subject, so that it may be a person or a thing",
    "constitutive": "nobody: the clause takes effect by its own words",
    "definition": "nobody: the clause explains a word",
    "saving": "nobody: the clause leaves untouched what is elsewhere",
    "impersonal": "nobody: “it” stands for no one",
    "unstated": "nobody is named",
}
_SCOPES = {
    "chapeau": "taken over from the words around the list, which hold for every item",
    "sentence": "taken over from another clause of the sentence, which shares it",
}


def explanation_text(treaty: Treaty, explanation: Explanation) -> str:
    """One explanation in lines: the clause, then each field with its value, its place and why.

    The steps of the parse (`explanation.rules`) are left to the data: the rule of the kind says the most of them.
    """
    clause = explanation.clause
    lines = [f"{clause.eid}  {treaty.source.place(clause.span.start)}", f"  {one_line(clause.text)}", ""]
    for decision in explanation.decisions:
        lines += _lines(treaty, decision, 0)
    return "".join(f"{line}\n" for line in lines)


def _lines(treaty: Treaty, decision: Decision, depth: int) -> Iterator[str]:
    indent = "  " * depth
    quoted = decision.value if decision.ground in _UNQUOTED else f"“{one_line(decision.value)}”"
    place = "" if decision.span is None or decision.field == "kind" else f"  {_place(treaty, decision.span)}"
    yield f"{indent}{decision.field:<13} {'none' if decision.ground is Ground.NO_BEARER else quoted}{place}"
    yield f"{indent}  because {_because(decision)}"
    if decision.scope:
        yield f"{indent}  {_SCOPES[decision.scope]}"
    for cue in decision.evidence:
        yield f"{indent}  “{one_line(cue.text)}”  {_place(treaty, cue.span)}"
    for part in decision.parts:
        yield from _lines(treaty, part, depth + 1)


_UNQUOTED = frozenset({Ground.RULE, Ground.RELATION, Ground.DEFINED, Ground.DOUBT})


def _because(decision: Decision) -> str:
    """The sentence for one decision."""
    if decision.ground is Ground.RELATION and decision.rule is None:
        return "a provision or an instrument is named"
    terminal = (decision.rule or "").rpartition(" ")[2]
    return _GROUNDS[decision.ground].format(
        rule=decision.rule,
        described=_KINDS.get(terminal, "these words are a known form of it"),
        phrase=_KINDS_OF_PHRASE.get(terminal, "a noun phrase"),
        reason=_REASONS.get(decision.value or "", "nobody is named"),
    )


def _place(treaty: Treaty, span: Span) -> str:
    line, column = treaty.source.position(span.start)
    return f"{line}:{column}"


def explanation_data(treaty: Treaty, explanation: Explanation) -> dict[str, Any]:
    """One explanation as plain data; each place as line and column, counted from 1, and as code points."""
    clause = explanation.clause
    return {
        "eid": clause.eid,
        "text": clause.text,
        "decisions": [_data(treaty, decision) for decision in explanation.decisions],
        "rules": list(explanation.rules),
    }


def _data(treaty: Treaty, node: Decision | DecisiveCue) -> dict[str, Any]:
    data = attrs.asdict(node, recurse=False)
    span = data.pop("span")
    if span is not None:
        line, column = treaty.source.position(span.start)
        data["place"] = {"line": line, "column": column, "start": span.start, "end": span.end}
    for name in ("evidence", "parts"):
        if name in data:
            data[name] = [_data(treaty, child) for child in data[name]]
    return data
