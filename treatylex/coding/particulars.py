"""Particulars of a treaty: its parties, date and place of signature, languages and depositary.

Guarantee: what is not found is `None` or nothing; a party is one that `corpus/states.toml` lists.
"""

import functools
from collections.abc import Iterable, Iterator

from treatylex.coding.coder import code_variables, statements_of
from treatylex.coding.schemes import INCONCLUSIVE, NONE
from treatylex.knowledge import tables
from treatylex.language.grammar import pattern
from treatylex.language.states import states_in
from treatylex.model.particulars import Particulars, Party
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.source import one_line


def particulars(treaty: Treaty) -> Particulars:
    """What a treaty says about itself.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Treaty between Norway and Prussia\\n\\nDONE at Oslo, this 3rd day of May 1870, in English.")
    >>> found = particulars(treaty)
    >>> [(party.id, party.code) for party in found.parties], found.date, found.place
    ([('norway', 'NOR'), ('prussia', None)], '1870-05-03', 'Oslo')
    """
    final = code_variables(treaty, "final-clauses", ("languages", "depositary")).values
    signed = code_variables(treaty, "particulars", ("date", "place")).values
    return Particulars(
        parties=_parties(treaty),
        date=_text(signed["date"]),
        place=_text(signed["place"]),
        languages=tuple(each for each in final["languages"] if each != INCONCLUSIVE),
        depositary=_text(final["depositary"]),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value not in (NONE, INCONCLUSIVE) else None


def _parties(treaty: Treaty) -> tuple[Party, ...]:
    """The parties whom the title, else the preamble, else the signatures name; two at least."""
    for text in _where_parties_stand(treaty):
        found = _named(text)
        if len(found) > 1:
            return found
    title = one_line(treaty.title)
    bodies = {body["id"] for body in tables("states")["organization"]}  # a convention of a body is not one with it
    has_partners = pattern("coding", "BETWEEN").search(title) is not None
    return tuple(party for party in _named(title) if has_partners or party.id not in bodies)


def _where_parties_stand(treaty: Treaty) -> Iterator[str]:
    title = one_line(treaty.title)
    between = pattern("coding", "BETWEEN").search(title)
    if between is not None:
        yield title[between.end() :]
    statements = statements_of(treaty).all
    opening = " ".join(statement.text for statement in statements[:12] if statement.part == "preamble")
    verb = pattern("coding", "RECITES").search(opening)
    yield opening[: verb.start()] if verb else opening[:1000]
    signed = (leaf.text for leaf in treaty.leaves if leaf.kind in (LeafKind.SIGNATURE, LeafKind.FORMULA))
    yield " ".join(each.group() for text in signed for each in pattern("coding", "FOR_PARTY").finditer(text))


def _named(text: str) -> tuple[Party, ...]:
    """The States and organisations that a text names, but for the parts of a State for which one acts."""
    parts = [found.span() for found in pattern("coding", "IN_RESPECT").finditer(text)]
    names = (n for n in states_in(text) if not any(start <= n.start < end for start, end in parts))
    return tuple(_party(each) for each in dict.fromkeys(name.id for name in names))


@functools.cache
def _party(id_: str) -> Party:
    return next(Party(id=e["id"], name=e["names"][0], code=e.get("code")) for e in _entries() if e["id"] == id_)


def _entries() -> Iterable[dict[str, str]]:
    listed = tables("states")
    return (*listed["state"], *listed["organization"])
