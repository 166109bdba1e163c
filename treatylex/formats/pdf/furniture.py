"""Furniture: what belongs to the page and not to the text, running heads, page numbers, and the notes at its foot.

Guarantee: a line is a running head only when it comes back at its height on several pages with numbers that stay or
count pages; "Article 5" at the top of some pages does not.
"""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from treatylex.formats.pdf.lines import Line
from treatylex.formats.walking import NEAR, raised
from treatylex.language.grammar import pattern
from treatylex.language.numerals import roman

_BARE_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlc]{1,7}\b", re.IGNORECASE)
_STOPS = (".", ";", ":", ",")
_NOTE = re.compile(r"[\[(]?(?P<label>\d{1,3}|\*{1,3}|[†‡§])[\])]?\s*\S")
_PLAIN_NOTE = re.compile(r"(?P<label>\d{1,3}|[ivxlc]{1,6}|[a-z]|\*{1,3}|[†‡§])\s+\S")
_MOST_LINES = 8
"""Of a note in the size of the text."""
_OUTER = 3
"""So many lines at the top and at the foot of a page may be furniture."""
_LONGEST = 160
_SAME_HEIGHT = 3.0
_SMALL = 0.93
"""Of the text's font: notes are set smaller."""


@attrs.define(eq=False)
class Page:
    """A page's lines and what of them is furniture, a footnote or beside the text; `number` counts from 1."""

    number: int
    lines: list[Line]
    furniture: set[int] = attrs.field(factory=set)
    asides: set[int] = attrs.field(factory=set)
    notes: set[int] = attrs.field(factory=set)
    labels: set[str] = attrs.field(factory=set)


def body_size(pages: Sequence[Page]) -> float:
    """The size in which most of the text is set."""
    weights: dict[float, int] = defaultdict(int)
    for page in pages:
        for line in page.lines:
            weights[round(line.size * 2) / 2] += len(line.characters)
    return max(weights, key=lambda size: weights[size]) if weights else 1.0


def mark_furniture(pages: Sequence[Page]) -> None:
    """Mark running heads and page numbers."""
    groups: dict[str, list[tuple[Page, Line]]] = defaultdict(list)
    for page in pages:
        for line in _outer(page):
            text = line.text
            if len(text) <= _LONGEST:
                groups[_NUMBER.sub("#", text)].append((page, line))
    fewest = 3 if len(pages) > 3 else 2
    for found in groups.values():
        if len(found) >= fewest and _is_level(found) and _counts_pages(found):
            for page, line in found:
                page.furniture.add(id(line))
    counting = _counting(pages)
    for page in pages:
        _mark_number(page, counting)


def _outer(page: Page) -> list[Line]:
    """The lines at the top and at the foot of a page."""
    heights = sorted({round(line.bottom) for line in page.lines}, reverse=True)
    outer = {*heights[:_OUTER], *heights[-_OUTER:]}
    return [line for line in page.lines if round(line.bottom) in outer]


def _is_level(found: Sequence[tuple[Page, Line]]) -> bool:
    """Whether lines stand at the same height of their pages."""
    middle = statistics.median(line.bottom for _, line in found)
    near = sum(1 for _, line in found if abs(line.bottom - middle) <= _SAME_HEIGHT)
    return near > 0.7 * len(found) and len({page.number for page, _ in found}) > 0.7 * len(found)


def _counts_pages(found: Sequence[tuple[Page, Line]]) -> bool:
    """Whether each number in lines that are alike but for numbers stays the same, or counts the pages."""
    columns = zip(*(_NUMBER.findall(line.text) for _, line in found), strict=True)
    numbers = [page.number for page, _ in found]
    for column in columns:
        offsets = [int(value[-6:]) - number for value, number in zip(column, numbers, strict=True)]
        same = max(map(column.count, set(column)))
        counted = max(map(offsets.count, set(offsets)))
        if max(same, counted) < 0.7 * len(column):
            return False
    return True


def _mark_number(page: Page, counting: Mapping[str, set[int]]) -> None:
    """Mark a number alone at the top or foot of a page; one that looks like those within pages only if it counts them.

    `counting` holds of each form of number that stands alone within a page too by how much it is ahead of the pages.
    """
    for line in _ends(page):
        counts = _BARE_NUMBER.fullmatch(line.text) or pattern("structure", "PAGE").fullmatch(line.text)
        form, ahead = _form(line.text), _ahead(page, line)
        if counts and len(page.lines) > 1 and (form not in counting or ahead in counting[form]):
            page.furniture.add(id(line))


def _counting(pages: Sequence[Page]) -> dict[str, set[int]]:
    """How the numbers at the ends of pages count these, of each form in which numbers stand alone within pages, too.

    A number before a stop may end a sentence, wherever it stands: "from 1 January / |1994.|".
    """
    ends = [(page, line) for page in pages for line in _ends(page)]
    outer = {id(line) for _, line in ends}
    within = {
        _form(line.text)
        for page in pages
        for line in page.lines
        if (id(line) not in outer or line.text.endswith(_STOPS)) and _BARE_NUMBER.fullmatch(line.text)
    }
    found: dict[str, set[tuple[int, int]]] = {form: set() for form in within}
    for page, line in ends:
        if (form := _form(line.text)) in within and (ahead := _ahead(page, line)) is not None:
            found[form].add((ahead, page.number))
    counts = {form: Counter(ahead for ahead, _ in pairs) for form, pairs in found.items()}
    return {form: {ahead for ahead, pages in count.items() if pages > 1} for form, count in counts.items()}


def _ends(page: Page) -> list[Line]:
    """The highest line of a page and the lowest."""
    if not page.lines:
        return []
    return [
        max(page.lines, key=lambda line: line.bottom),
        min(page.lines, key=lambda line: line.bottom),
    ]


def _form(number: str) -> str:
    """How a number is printed: "(12)" as "(2)" is, "II" as "I" is."""
    return _NUMBER.sub("#", _ROMAN.sub(lambda found: "I" if found.group().isupper() else "i", number))


def _ahead(page: Page, line: Line) -> int | None:
    found = _NUMBER.search(line.text)
    value = int(found.group()[-6:]) if found else roman(line.text.strip("()[].,-–— ").lower())
    return None if value is None else value - page.number


def mark_notes(pages: Sequence[Page], size: float) -> None:
    """Mark the footnotes: the small lines at the foot of a page, from the first that begins with a mark."""
    for page in pages:
        small = list(_foot(page, size))
        first = next((k for k, line in enumerate(small) if _NOTE.match(line.text)), None)
        if first is None:
            continue
        for line in small[first:]:
            page.notes.add(id(line))
            if match := _NOTE.match(line.text):
                page.labels.add(match["label"])


def mark_plain_notes(pages: Sequence[Page]) -> None:
    """Mark the footnotes in the size of the text, and the endnotes.

    They are the last lines of a page, or of all pages, and begin with just the signs that are raised above them.
    """
    waiting: list[str] = []
    for page in pages:
        raised = [label for label in raised_of(page) if label not in page.labels]
        if raised and not (not page.notes and _mark_last(page, raised)):
            waiting += raised
    if waiting and not pages[-1].notes:
        _mark_last(pages[-1], waiting)


def _mark_last(page: Page, labels: Sequence[str]) -> bool:
    """Mark the last lines of a page if they hold the notes of some labels, in their order."""
    waiting = list(dict.fromkeys(labels))
    lines = sorted((line for line in page.lines if id(line) not in page.furniture), key=lambda line: line.bottom)
    last = 0
    for k, line in enumerate(lines):
        match = _PLAIN_NOTE.match(line.text)
        if match is not None and match["label"] == waiting[-1]:
            waiting.pop()
            last = k
        elif k - last >= _MOST_LINES:
            return False
        if not waiting:
            page.notes.update(id(each) for each in lines[: k + 1])
            page.labels.update(labels)
            return True
    return False


def label_of(line: Line, page: Page) -> str | None:
    """The sign of the note that a line begins; `None` for what goes on with one."""
    found = (form.match(line.text) for form in (_NOTE, _PLAIN_NOTE))
    return next((match["label"] for match in found if match and match["label"] in page.labels), None)


def raised_of(page: Page) -> Iterator[str]:
    """The signs that are raised in the text of a page, but for those at the start of a line, and for powers."""
    for line in page.lines:
        if id(line) not in page.notes and id(line) not in page.furniture:
            text, stretches, _ = line.read()
            for start, end in stretches:
                label = text[start:end].strip("()[]")
                if start and not is_power(label, text[:start]) and raised(label, text[:start]).text != label:
                    yield label


def is_power(label: str, before: str) -> bool:
    """Whether a raised figure may be a power: "10⁶", "25 km²"."""
    return label.isdecimal() and pattern("spelling", "POWER_BASE").search(before[-NEAR:]) is not None


def _foot(page: Page, size: float) -> Iterator[Line]:
    """The small lines at the foot of a page, from top to bottom."""
    found: list[Line] = []
    for line in sorted(page.lines, key=lambda each: each.bottom):
        if id(line) in page.furniture:
            continue
        if line.size >= _SMALL * size:
            break
        found.append(line)
    yield from reversed(found)
