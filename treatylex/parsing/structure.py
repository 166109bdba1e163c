"""Structure: from the text to its provisions.

Guarantees: total (any `str` is read), lossless (the leaves of the tree cover every non-blank character exactly once),
linear in the text. What looks like a provision but cannot be placed stays running text.

The way: lines (`layout`) → headings (`headings`) → outline of divisions → list markers (`markers`), whose depth the
sequence decides (`sequence`) → cues with an opening and a closing for every provision → the grammar `structure.lark`,
which builds the drafts → eIds (`addressing`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.model.provisions import Leaf, LeafKind, Level
from treatylex.parsing.addressing import address
from treatylex.parsing.draft import Draft, Reading
from treatylex.parsing.grammar import Cue, compiled
from treatylex.parsing.headings import ATTACHED, Heading, headings_of, inner_attachments
from treatylex.parsing.layout import Line, lines_of, pattern
from treatylex.parsing.markers import Marker, Stretch, markers_in
from treatylex.parsing.sequence import MAX_DEPTH, Item, Sequencer, Series
from treatylex.source import Source, Span

_RANK = {Level.PART: 1, Level.TITLE: 2, Level.CHAPTER: 3, Level.SECTION: 4, Level.SUBDIVISION: 5, Level.ARTICLE: 6}


@attrs.define(eq=False)
class Piece:
    """A stretch of the text of one kind; `fresh`: it begins a paragraph of its own."""

    kind: LeafKind
    start: int
    end: int
    fresh: bool = True


@attrs.define(eq=False)
class Block:
    """A provision in the making: what it is called, and its pieces and inner provisions in the order of the text."""

    level: Level | None
    start: int
    number: tuple[int, int] | None = None
    name: tuple[int, int] | None = None
    inner: bool = False
    content: "list[Piece | Block]" = attrs.field(factory=list)


def read_structure(source: Source) -> Reading:
    """The provisions of a text, with their leaves and eIds.

    >>> reading = read_structure(Source("Article 1\\n\\n1. Each Party shall: (a) act; (b) report."))
    >>> [draft.eid for draft in reading.root.walk()]
    ['', 'art_1', 'art_1__para_1', 'art_1__para_1__sub_a', 'art_1__para_1__sub_b']
    """
    text = source.text
    reading = Reading(text=text, root=Draft(level=None, span=Span(0, len(text))))
    outline = _Outline(text, reading.diagnostics)
    root = outline.read()
    built: _Built = compiled("structure", _Builder).parse(list(_cues(text, root)))
    reading.root.leaves = [_leaf(text, cue) for cue in built.cues]
    reading.root.children = [_draft(text, child) for child in built.children]
    reading.title = outline.title()
    address(reading.root)
    return reading


class _Outline:
    """The outline of one text: its divisions, and in each its paragraphs and points."""

    def __init__(self, text: str, diagnostics: list[Diagnostic]) -> None:
        self.text = text
        self.diagnostics = diagnostics
        self.lines = lines_of(text)
        self.width = _width(self.lines)
        self.quoted: list[bool] = []
        self.root = Block(None, 0)
        self.stack = [self.root]
        self.body_kind = LeafKind.TEXT
        self.ends_sentence = '.;:!?)”"'

    def read(self) -> Block:
        """The outline as a tree of blocks."""
        if not _is_english(self.text):
            self.body_kind = LeafKind.UNPARSED
            self._report_language()
        found, self.quoted = headings_of(self.text, self.lines)
        headings, contents = without_contents(self.text, found)
        inner = inner_attachments(self.text, headings)
        first = headings[0].line if headings else len(self.lines)
        self._front(first, contents, has_divisions=bool(headings))
        for k, heading in enumerate(headings):
            following = headings[k + 1] if k + 1 < len(headings) else None
            block = self._open_division(heading, following, inner=inner[k])
            end = following.line if following else len(self.lines)
            self._body(block, heading, end)
        return self.root

    def title(self) -> str | None:
        """The title as one line, `None` when the text has none."""
        pieces = [p for p in self.root.content if isinstance(p, Piece) and p.kind is LeafKind.TITLE]
        return " ".join(self.text[pieces[0].start : pieces[-1].end].split()) if pieces else None

    def _report_language(self) -> None:
        span = Span(self.lines[0].start, self.lines[-1].end)
        message = "the text is not in English; its clauses are not read"
        self.diagnostics.append(Diagnostic(code="not-english", message=message, span=span, severity=Severity.ERROR))

    def _front(self, end: int, contents: Sequence[range], *, has_divisions: bool) -> None:
        """What stands before the first division: title, contents, preamble; or the whole of a pasted excerpt."""
        at = 0
        while at < end and self._is_title(at, has_divisions=has_divisions):
            line = self.lines[at]
            self.root.content.append(Piece(LeafKind.TITLE, line.start, line.end))
            at += 1
        self._fill(self.root, self._stretches(at, end))

    def _is_title(self, i: int, *, has_divisions: bool) -> bool:
        line = self.lines[i]
        printed = self.text[line.start : line.end]
        if i + 1 >= len(self.lines) or len(printed) > 400 or printed[-1] in ".;:,":
            return False
        if printed.isupper() and has_divisions:
            return True
        if i > 0 or pattern("FINITE").search(printed) or not printed[0].isupper():
            return False
        return self.lines[1].gap or has_divisions

    def _open_division(self, heading: Heading, following: Heading | None, *, inner: bool) -> Block:
        block = Block(heading.level, heading.start, heading.number, heading.name, inner=inner)
        label_end = heading.start + len(self.text[heading.start : heading.label].rstrip())
        block.content.append(Piece(LeafKind.HEADING, heading.start, label_end))
        if heading.name:
            block.content.append(Piece(LeafKind.HEADING, *heading.name))
        self._close_for(heading, following, inner=inner)
        self.stack[-1].content.append(block)
        self.stack.append(block)
        return block

    def _close_for(self, heading: Heading, following: Heading | None, *, inner: bool) -> None:
        stack, level = self.stack, heading.level
        attached = next((k for k, block in enumerate(stack) if block.level in ATTACHED and block.inner), None)
        if attached is not None and (inner or level not in (Level.SECTION, Level.SUBDIVISION, Level.PART)):
            del stack[attached:]
        if inner:
            while stack[-1].level in (Level.ARTICLE, Level.CONCLUSIONS):
                stack.pop()
            return
        if level in ATTACHED:
            keep = 1
            if level in (Level.APPENDIX, Level.SCHEDULE):
                keep += sum(block.level in (Level.ANNEX, Level.PROTOCOL) for block in stack[1:2])
            del stack[keep:]
            return
        if stack[-1].level is Level.CONCLUSIONS:
            del stack[1:]
            return
        levels = [block.level for block in stack]
        in_article = Level.ARTICLE in levels
        if level is not Level.ARTICLE and in_article and self._has_own_text(heading, following):
            if level in levels and levels.index(level) > levels.index(Level.ARTICLE):
                del stack[levels.index(level) :]
            return
        if in_article:
            del stack[levels.index(Level.ARTICLE) :]
            levels = levels[: len(stack)]
        if level is Level.ARTICLE:
            return
        if level in levels:
            del stack[levels.index(level) :]
            return
        while stack[-1].level in _RANK and _RANK[stack[-1].level] >= _RANK[level] and _has_divisions(stack[-1]):
            stack.pop()

    def _has_own_text(self, heading: Heading, following: Heading | None) -> bool:
        end = self.lines[following.line].start if following else len(self.text)
        return bool(self.text[heading.body : end].strip())

    def _body(self, block: Block, heading: Heading, end: int) -> None:
        line = self.lines[heading.line]
        stretches = []
        if heading.next_line == heading.line + 1 and heading.body < line.end:
            start = heading.body
            while self.text[start].isspace():
                start += 1
            stretches.append(_Stretch(start, line.end, gap=False, opens=True, fresh=True, kind=self.body_kind))
        stretches += self._stretches(heading.next_line, end, opens=not stretches)
        conclusion = self._testimonium(stretches)
        self._fill(block, stretches[:conclusion])
        if conclusion < len(stretches):
            self._conclude(stretches[conclusion:])

    def _testimonium(self, stretches: "Sequence[_Stretch]") -> int:
        opener = pattern("TESTIMONIUM")
        for k, stretch in enumerate(stretches):
            if self.text[stretch.start].isupper() and opener.match(self.text, stretch.start, stretch.end):
                before = self.text[max(0, stretch.start - 20) : stretch.start].rstrip()[-1:]
                if before in '.;:!?)”"' or stretch.gap or stretch.opens:
                    return k
        return len(stretches)

    def _conclude(self, stretches: "Sequence[_Stretch]") -> None:
        del self.stack[1:]
        block = Block(Level.CONCLUSIONS, stretches[0].start)
        self.root.content.append(block)
        self.stack.append(block)
        for stretch in stretches:
            block.content.append(Piece(LeafKind.SIGNATURE, stretch.start, stretch.end))

    def _stretches(self, at: int, end: int, *, opens: bool = False) -> "list[_Stretch]":
        """The lines of a body, each with what it is and whether it begins a paragraph."""
        found: list[_Stretch] = []
        page = pattern("PAGE")
        before: Line | None = None
        for i in range(at, end):
            line = self.lines[i]
            if page.match(self.text, line.start, line.end):
                found.append(_Stretch(line.start, line.end, line.gap, False, True, LeafKind.FURNITURE))
                continue
            fresh = before is None or self._begins_paragraph(before, line)
            gap = line.gap and fresh
            found.append(
                _Stretch(line.start, line.end, gap, opens and before is None, fresh, self.body_kind, self.quoted[i])
            )
            before = line
        return found

    def _begins_paragraph(self, before: Line, line: Line) -> bool:
        last = self.text[before.end - 1]
        first = self.text[line.start]
        if first.islower() and last not in ".;:":
            return False
        if line.gap:
            return last in self.ends_sentence or not first.islower()
        if self.width is None:
            return True
        return last in ".;:!?" and before.end - before.start < 0.8 * self.width

    def _fill(self, block: Block, stretches: "Sequence[_Stretch]") -> None:
        """Divide running text into the paragraphs and points that its markers open."""
        candidates: list[Marker] = []
        floors: list[int] = []
        floor = stretches[0].start if stretches else 0
        for stretch in stretches:
            if stretch.fresh:
                floor = stretch.start
            if stretch.kind is not LeafKind.TEXT or stretch.quoted:
                continue
            for marker in markers_in(self.text, (Stretch(stretch.start, stretch.end, stretch.gap, stretch.opens),)):
                candidates.append(marker)
                floors.append(floor)
        room = (MAX_DEPTH - len(self.stack)) // 2
        items = Sequencer(self.text, room, self.diagnostics).run(candidates, floors) if candidates else []
        _Filling(self.text, block).run(stretches, items)


class _Filling:
    """Puts text and items into the block of a division, each where it belongs."""

    def __init__(self, text: str, division: Block) -> None:
        self.text = text
        self.division = division
        self.open: list[tuple[Series, Block]] = []
        self.current = division

    def run(self, stretches: "Sequence[_Stretch]", items: Sequence[Item]) -> None:
        """Go through the text once, from item to item."""
        k = 0
        for stretch in stretches:
            at, fresh = stretch.start, stretch.fresh
            while k < len(items) and items[k].marker.start < stretch.end:
                marker = items[k].marker
                self._text(stretch.kind, at, marker.start, fresh=fresh, next_item=items[k])
                self._item(items[k])
                at, fresh = marker.end, False
                k += 1
            self._text(stretch.kind, at, stretch.end, fresh=fresh, next_item=items[k] if k < len(items) else None)

    def _item(self, item: Item) -> None:
        series, marker = item.series, item.marker
        del self.open[series.depth :]
        parent = self.open[-1][1] if self.open else self.division
        level = Level.PARAGRAPH if item.paragraph else Level.POINT
        block = Block(level, marker.start, marker.number)
        block.content.append(Piece(LeafKind.MARKER, marker.start, marker.end))
        parent.content.append(block)
        self.open.append((series, block))
        self.current = block

    def _text(self, kind: LeafKind, start: int, end: int, *, fresh: bool, next_item: Item | None) -> None:
        printed = self.text[start:end]
        left = len(printed) - len(printed.lstrip())
        if left == len(printed):
            return
        start, end = start + left, start + len(printed.rstrip())
        if fresh and kind is not LeafKind.FURNITURE:
            self._settle(start)
        content = self.current.content
        last = content[-1] if content else None
        if isinstance(last, Piece) and last.kind is kind and not fresh:
            last.end = end
        else:
            content.append(Piece(kind, start, end, fresh=fresh or not _has_text(self.current)))

    def _settle(self, start: int) -> None:
        """Close the items that a new paragraph of text ends."""
        first = self.text[start]
        before = self.text[max(0, start - 60) : start].rstrip()
        while self.open:
            series, block = self.open[-1]
            if series.last_start > start or (block.level is Level.PARAGRAPH and not first.islower()):
                break
            if first.islower() and before[-1:] not in ".;,:" and not before.endswith((" and", " or")):
                break
            self.open.pop()
            if first.islower():
                break
        self.current = self.open[-1][1] if self.open else self.division


@attrs.frozen
class _Stretch:
    """One line of a body: see `Stretch`; `fresh`: it begins a paragraph."""

    start: int
    end: int
    gap: bool
    opens: bool
    fresh: bool
    kind: LeafKind
    quoted: bool = False


def _has_text(block: Block) -> bool:
    return any(isinstance(part, Piece) and part.kind is LeafKind.TEXT for part in block.content)


def _has_divisions(block: Block) -> bool:
    return any(isinstance(part, Block) and part.level in _RANK for part in block.content)


def _width(lines: Sequence[Line]) -> int | None:
    """The width to which the text is wrapped, `None` when a line is a paragraph."""
    lengths = sorted(line.end - line.start for line in lines if line.end - line.start > 40)
    if len(lengths) < 5:
        return None
    widest = lengths[int(len(lengths) * 0.9)]
    return widest if widest <= 130 else None


def _is_english(text: str) -> bool:
    sample = text[:20_000]
    words = sum(1 for word in sample.split() if word[:1].isalpha())
    if words < 20:
        return True
    return len(pattern("ENGLISH").findall(sample)) > 0.12 * words


def without_contents(text: str, headings: Sequence[Heading]) -> tuple[list[Heading], list[range]]:
    """The headings without those of a table of contents, and the places of the tables.

    A table of contents is a run of headings without text between them whose numbers all come again.
    """
    kept: list[Heading] = []
    tables: list[range] = []
    keys = [(h.level, text[slice(*h.number)].lower() if h.number else "") for h in headings]
    last_seen = {key: k for k, key in enumerate(keys)}
    k = 0
    while k < len(headings):
        end = k
        while end + 1 < len(headings) and not text[headings[end].body : headings[end + 1].start].strip(
            " .\t\r\n\u00a00123456789"
        ):
            end += 1
        run = range(k, end + 1)
        repeated = sum(last_seen[keys[i]] > end for i in run)
        if len(run) >= 4 and repeated >= 0.7 * len(run):
            tables.append(range(headings[k].start, headings[end].body))
        else:
            kept.extend(headings[k : end + 1])
        k = end + 1
    return kept, tables


# ---------------------------------------------------------------- cues and drafts


def _cues(text: str, root: Block) -> Iterator[Cue]:
    """The blocks as cues for the grammar; characters that no piece covers become furniture."""
    cursor = 0

    def skip_to(start: int) -> Iterator[Cue]:
        nonlocal cursor
        between = text[cursor:start]
        if between.strip():
            left = cursor + len(between) - len(between.lstrip())
            yield Cue(LeafKind.FURNITURE.name, left, cursor + len(between.rstrip()))
        cursor = max(cursor, start)

    def write(block: Block) -> Iterator[Cue]:
        nonlocal cursor
        for part in block.content:
            if isinstance(part, Piece):
                yield from skip_to(part.start)
                yield Cue(part.kind.name, part.start, part.end)
                cursor = part.end
            elif part.level is not None:
                yield from skip_to(part.start)
                yield Cue(f"OPEN_{part.level.name}", part.start, part.start)
                if part.number:
                    yield Cue("NUMBER", *part.number)
                if part.name:
                    yield Cue("NAME", *part.name)
                yield from write(_with_alineas(part))
                yield Cue("CLOSE", cursor, cursor)

    yield from write(_with_alineas(root))
    yield from skip_to(len(text))


def _with_alineas(block: Block) -> Block:
    """The block with each of its unnumbered paragraphs in an alinea of its own, if it has more than one."""
    if block.level is Level.ALINEA:
        return block
    starts = [k for k, part in enumerate(block.content) if _begins_alinea(block.content, k)]
    if len(starts) < 2:
        return block
    content = block.content[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(block.content)], strict=True):
        first = block.content[start]
        alinea = Block(Level.ALINEA, first.start)
        k = start
        while k < end and not (isinstance(part := block.content[k], Block) and part.level is not Level.POINT):
            alinea.content.append(part)
            k += 1
        content.append(alinea)
        content.extend(block.content[k:end])
    return attrs.evolve(block, content=content)


def _begins_alinea(content: "Sequence[Piece | Block]", k: int) -> bool:
    part = content[k]
    if not isinstance(part, Piece) or part.kind is not LeafKind.TEXT or not part.fresh:
        return False
    before = content[k - 1] if k else None
    return not (isinstance(before, Block) and before.level is Level.POINT and part.start == -1)


class _Built(NamedTuple):
    """A provision as the grammar recognised it: the cues that it consists of, and the provisions in it."""

    cues: list[Cue]
    children: "list[_Built]"


class _Fed(Protocol):
    """What the parser hands to a builder for a cue."""

    value: Cue


class _Builder:
    """Builds what each rule of the grammar describes."""

    def provision(self, children: "list[_Fed | _Built]") -> _Built:
        """A provision: the cues of its opening, number, name, leaves and close, and the provisions in it."""
        built = _Built([], [])
        for child in children:
            if isinstance(child, _Built):
                built.children.append(child)
            else:
                built.cues.append(child.value)
        return built

    start = provision


def _leaf(text: str, cue: Cue) -> Leaf:
    return Leaf(kind=LeafKind[cue.type], text=text[cue.start : cue.end], span=Span(cue.start, cue.end))


def _draft(text: str, built: _Built) -> Draft:
    opening, *leaves, close = built.cues
    named: dict[str, Cue] = {}
    while leaves and leaves[0].type in ("NUMBER", "NAME"):
        cue = leaves.pop(0)
        named[cue.type] = cue
    return Draft(
        level=Level[opening.type.removeprefix("OPEN_")],
        span=Span(opening.start, close.end),
        number=_printed(text, named.get("NUMBER")),
        heading=_printed(text, named.get("NAME")),
        leaves=[_leaf(text, cue) for cue in leaves],
        children=[_draft(text, child) for child in built.children],
    )


def _printed(text: str, cue: Cue | None) -> str | None:
    return None if cue is None else " ".join(text[cue.start : cue.end].split())
