"""Overview: what became of the articles, annexes and other sections of two treaties, before any detail.

Guarantee: each section is named once, under what became of it as a whole.
"""

from collections.abc import Sequence

import attrs

from treatylex.comparing.telling.collation import CARRIED, Section
from treatylex.comparing.telling.digest import Group
from treatylex.comparing.telling.recurring import Brief
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Level, Provision

NAMED = frozenset({Level.ARTICLE, Level.ANNEX, Level.PROTOCOL})
"""The provisions that an overview names."""
_AS_IT_WAS = frozenset({Brief.NUMBER, Brief.NAME})


@attrs.frozen(kw_only=True)
class Overview:
    """The articles, annexes and protocols of two treaties, in order.

    `unchanged` are those of the right treaty whose words are the same, whatever their number and heading, `before` the
    ones of the left treaty that answer to them; `changed` counts the others that both have; `removed` and `added` stand
    in one treaty only and in no part of the other.
    """

    unchanged: tuple[Provision, ...] = ()
    before: tuple[Provision, ...] = ()
    changed: int = 0
    removed: tuple[Provision, ...] = ()
    added: tuple[Provision, ...] = ()


def overview(diff: TreatyDiff, sections: Sequence[Section], groups: Sequence[Group]) -> Overview:
    """What became of each article, annex and protocol.

    Args:
        diff: the comparison.
        sections: what `collate` gave for it.
        groups: what `digest` gave for it.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.comparing.telling.collation import collate
    >>> from treatylex.comparing.telling.digest import digest
    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Article 1\\n\\nEach Party shall act.\\n\\nArticle 2\\n\\nVisits are free.")
    >>> diff = diff_treaties(old, parse("Article 1\\n\\nVisits are free."))
    >>> found = overview(diff, collate(diff), digest(diff))
    >>> [node.number for node in found.unchanged], [node.number for node in found.removed]
    (['1'], ['1'])
    """
    as_it_was = {item.number - 1 for group in groups for item in group.items if item.brief in _AS_IT_WAS}
    kept: list[Provision] = []
    before: list[Provision] = []
    removed: list[Provision] = []
    added: list[Provision] = []
    changed = 0
    for section in sections:
        node = section.right or section.left
        carried = any(diff.changes[number].kind in CARRIED for number in section.changes)
        if node is None or node.level not in NAMED:
            continue
        if section.left is None or section.right is None:
            if not carried:
                (removed if section.right is None else added).append(node)
        elif as_it_was.issuperset(section.numbers):
            kept.append(node)
            before.append(section.left)
        else:
            changed += 1
    return Overview(
        unchanged=tuple(kept), before=tuple(before), changed=changed, removed=tuple(removed), added=tuple(added)
    )
