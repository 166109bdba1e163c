"""Subjects: what the provisions of other instruments are about that a treaty refers to.

Guarantee: world knowledge only (`corpus/subjects.toml`); a work that is not listed adds nothing.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping

from treatylex.knowledge import tables
from treatylex.model.references import Reference


def subjects(references: Iterable[Reference]) -> Iterator[str]:
    """The key words of what each target of the references is about.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article XXI of the GATT 1994 is incorporated into this Agreement.")
    >>> next(subjects(treaty.references)).split()[:2]
    ['security', 'exceptions']
    """
    known = _subjects()
    for reference in references:
        for target in reference.targets:
            works = known.get(target.work or "", {})
            found = works.get(target.path.casefold().partition("__")[0], works.get(""))
            if found is not None:
                yield found


@functools.cache
def _subjects() -> Mapping[str, Mapping[str, str]]:
    return tables("subjects")
