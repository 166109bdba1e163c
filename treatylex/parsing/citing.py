"""Citing: the provision that words cite and nothing else, such as "Article 4(1)"."""

from treatylex.parsing.reader import parse


def path_cited(words: str) -> str | None:
    """The eId of the one provision of the treaty itself that words cite; `None` where they say anything else.

    >>> path_cited("Article 4, paragraph 1 (a)"), path_cited("Article 51 of the Charter of the United Nations")
    ('art_4__para_1__sub_a', None)
    """
    cited = " ".join(words.split())
    references = parse(f"See {cited}.").references
    targets = references[0].targets if [each.text for each in references] == [cited] else ()
    return targets[0].path or None if len(targets) == 1 and targets[0].instrument is None else None
