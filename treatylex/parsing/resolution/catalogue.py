"""The catalogue: the instruments that treaties cite, by every name under which they cite them.

Guarantees: names are found in one pass, the longest first; a name that stands for several instruments keeps them all.
"""

import functools
import re
from collections.abc import Iterable

from treatylex.language.grammar import WORDS, Cue, Scanner, pattern
from treatylex.parsing.references.names import Name
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.instruments import Instrument, Instruments, added, built_in

_SPACE = re.compile(r"[\s\u00ad]+")
_MARKS = re.compile(r"[.,()“”\"]")
_FIGURES = re.compile(r"\d+")
_NAME = "NAME"
_ACRONYM = 3
_NUMBER_BEFORE = 12  # characters of a provision's number and "of the"


def normal(name: str) -> str:
    """A name without what differs from text to text: case, marks, blanks, the article.

    >>> normal("the  U.N. Charter")
    'un charter'
    """
    return without_the(_MARKS.sub("", _SPACE.sub(" ", name.strip()).lower().replace("’", "'").replace("-", " ")))


def _cited(citation: str) -> str:
    """A collection of treaties, its volume and page, however they are written: "UNTS, vol. 1155, p. 331"."""
    series = pattern("instrument", "UN_SERIES", "LEAGUE_SERIES").search(citation)
    volume_and_page = _FIGURES.findall(citation)
    if series is None or len(volume_and_page) != 2:
        return normal(citation)
    return " ".join((series.lastgroup or "", *volume_and_page))


class Catalogue:
    """Finds the names of instruments in a text and tells which works they stand for.

    >>> catalogue = Catalogue([Instrument(id="un-charter", title="Charter of the United Nations")])
    >>> catalogue.works("the Charter of the United Nations")
    ('un-charter',)
    >>> [(name.start, name.end) for name in catalogue.find("under the Charter of the United Nations and")]
    [(10, 39)]
    """

    def __init__(self, instruments: Iterable[Instrument], *, kept: bool = False) -> None:
        """Those that come with treatylex may be `kept` in the cache."""
        self.instruments = tuple(instruments)
        self._works: dict[str, dict[str, None]] = {}
        self._years = {i.id: i.date.year if i.date else i.year for i in self.instruments if i.date or i.year}
        phrases: dict[str, str] = {}
        for instrument in self.instruments:
            for name in map(without_the, instrument.names):
                self._works.setdefault(normal(name), {})[instrument.id] = None
                phrases[name.lower()] = name
            for citation in filter(None, (instrument.unts, instrument.unts_registration)):
                self._works.setdefault(_cited(citation), {})[instrument.id] = None
        self._acronyms = frozenset(phrase for phrase, name in phrases.items() if name.isupper())
        self._scanner = Scanner.of_names(dict.fromkeys(phrases, _NAME), kept=kept) if phrases else None

    def works(self, name: str) -> tuple[str, ...]:
        """The ids of the instruments that the name may stand for; none when the catalogue does not know it."""
        key, short = normal(name), normal(pattern("instrument", "ACRONYM").sub("", name))
        trailing, leading = pattern("instrument", "TRAILING"), pattern("instrument", "LEADING")
        for part in (key, _cited(name), trailing.sub("", key), short, trailing.sub("", short)):
            if found := self._works.get(part):
                return tuple(found)
            if (year := leading.match(part)) and (found := self._works.get(part[year.end() :])):
                return tuple(work for work in found if self._years.get(work, int(year.group())) == int(year.group()))
        return ()

    def find(self, text: str) -> list[Name]:
        """Where the text has names of the catalogue: the longest at each place, capitalised as names are."""
        if self._scanner is None:
            return []
        return [Name(c.start, c.end) for c in self._scanner.scan(text) if c.type != WORDS and self._named(text, c)]

    def _named(self, text: str, cue: Cue) -> bool:
        found = text[cue.start : cue.end]
        if len(found) <= _ACRONYM:  # too often something else: "NPT" is a treaty in "Article VI of the NPT"
            before = text[max(0, cue.start - _NUMBER_BEFORE) : cue.start]
            return found.isupper() and pattern("instrument", "BEFORE_ACRONYM").search(before) is not None
        return found.isupper() if found.lower() in self._acronyms else found[0].isupper() or found[0].isdigit()


@functools.lru_cache(maxsize=8)
def _catalogue(more: tuple[Instrument, ...]) -> Catalogue:
    return Catalogue((*built_in(), *more), kept=not more)


def catalogue_with(instruments: Instruments = None) -> Catalogue:
    """The built-in catalogue, with the instruments of a file or a sequence added.

    Raises:
        InputError: when the file cannot be read or is no catalogue.
    """
    return _catalogue(added(instruments))
