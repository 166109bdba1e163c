"""Codings: what a treaty says in the terms of a scheme, and where it says so."""

import attrs

from treatylex.source import Span

Value = str | tuple[str, ...]
"""The value of a variable: one word, or for lists as many as there are."""


@attrs.frozen(kw_only=True)
class Evidence:
    """A quotation that decides a value.

    `text` is verbatim (`treaty.text[span.start:span.end]`), `eid` the provision it stands in (empty outside any),
    `rule` the name of the rule of the scheme that found it, `value` the value that it speaks for.
    """

    eid: str
    span: Span = attrs.field(eq=False)
    text: str
    rule: str
    value: str


@attrs.frozen(kw_only=True)
class Coding:
    """One treaty in the terms of one scheme.

    `values` holds one value a variable, in the order of the scheme; `evidence` the quotations for those that the text
    decides. A variable that nothing speaks for has the scheme's default and no evidence.
    """

    scheme: str
    version: str
    values: dict[str, Value]
    evidence: dict[str, tuple[Evidence, ...]]
