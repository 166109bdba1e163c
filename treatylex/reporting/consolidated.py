"""Consolidated: what protocols changed in a treaty and by which of their provisions, a line a change."""

from collections.abc import Iterator

from treatylex.comparing.telling.redline import Edit, redline
from treatylex.model.consolidations import Amendment, AmendmentKind, Consolidation
from treatylex.model.provisions import counted
from treatylex.reporting.differences import runs
from treatylex.source import cut, one_line

_WIDTH = 60


def consolidation_lines(consolidation: Consolidation) -> Iterator[str]:
    """How many changes were made, then each, in the order of the protocols.

    >>> from treatylex.amending.consolidating import consolidate_treaties
    >>> from treatylex.parsing.reader import parse
    >>> base = parse("Article 1\\n\\nEach Party shall report.\\n\\nArticle 2\\n\\nThe Council meets.")
    >>> protocol = parse("Article 1\\n\\nArticle 2 is deleted.", source_name="protocol.txt")
    >>> print("\\n".join(consolidation_lines(consolidate_treaties(base, [protocol]))))
    1 change applied, 0 instructions not applied
      deleted Article 2: “Article 2 The Council meets.” (protocol.txt, Article 1)
    """
    changes = counted(len(consolidation.amendments), "change")
    yield f"{changes} applied, {counted(len(consolidation.unapplied), 'instruction')} not applied"
    for amendment in consolidation.amendments:
        source = f"({amendment.protocol}, {amendment.source})"
        yield f"  {amendment.kind.value} {_where(amendment)} {_words(amendment)} {source}"


def _where(amendment: Amendment) -> str:
    """Where; words that were put in, or taken out, are told from provisions."""
    if amendment.kind is AmendmentKind.REWORDED and not (amendment.before and amendment.after):
        return f"{amendment.place}, words {'put in' if amendment.after else 'struck'}:"
    return f"at {amendment.place}:" if amendment.kind is AmendmentKind.INSERTED else f"{amendment.place}:"


def _words(amendment: Amendment) -> str:
    """What stood there and stands there now; of a provision that was replaced, the words that differ."""
    if amendment.kind is AmendmentKind.REPLACED:
        words = redline(one_line(amendment.before), one_line(amendment.after))
        if any(stretch.edit is Edit.KEPT for stretch in words):
            return "".join(text for text, _ in runs(words))
    shown = (f"“{cut(words, _WIDTH)}”" for words in (amendment.before, amendment.after) if words)
    return " → ".join(shown)
