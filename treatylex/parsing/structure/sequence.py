"""The sequence: decides which list markers open what at which depth, as indentation would if there were any.

One marker alone tells nothing: "(i)" is a letter after "(h)" and a roman numeral under "(a)". The sequencer keeps the
lists that are open, from the outermost to the innermost. A marker continues the innermost list whose shape it has and
whose next number it bears; else it opens a list in the current item if it bears a first number; else, at the start
of a line only, it is a misprint or a gap in an open list, kept as printed and reported.
"""

import re
from collections.abc import Sequence

import attrs

from treatylex.errors import Diagnostic
from treatylex.language.numerals import Numeral, next_of, readings
from treatylex.parsing.structure.layout import pattern
from treatylex.parsing.structure.markers import UNMARKED, CitedMarkers, Marker, Place
from treatylex.source import Span

MAX_DEPTH = 32
_LOOK_AHEAD = 40
_LARGEST_GAP = 5
_BARE = frozenset({"BARE", "ALONE"})  # a letter that nothing sets off is a word, but for a list that goes on
_NEVER_PROSE = frozenset({"BRACKETED", "DOTTED"})  # below a blank line such a number is one, however far it jumps
_ALPHABET = 26
_LETTER_SHAPES = frozenset({"BRACKETED", "CLOSED", "DOTTED_LETTER"})
_COUNTED = frozenset({"arabic", "decimal"})
_PARAGRAPH_END = re.compile(r"[.;]\s*\n|\n\s*\n")
_JOINTS = frozenset({";", ","})
_ENDS_ITEM = frozenset({".", ";", ":", ")", "”", '"'})
_BEFORE_DASH = frozenset({"", ":", ";", ",", "."})


@attrs.define
class Series:
    """One list: the shape and system of its markers, the latest number, and where its last item begins.

    `joined`: a semicolon or a comma stood before its last item, so that a full stop ends the list.
    """

    shape: str
    system: str
    value: tuple[int, ...]
    depth: int
    last_start: int = -1
    joined: bool = False


@attrs.frozen
class Item:
    """A marker that opens a provision, and the list it belongs to."""

    marker: Marker
    series: Series
    paragraph: bool


@attrs.define
class Sequencer:
    """Turns the candidates of one division into items."""

    text: str
    room: int
    diagnostics: list[Diagnostic]
    open: list[Series] = attrs.field(factory=list)
    items: list[Item] = attrs.field(factory=list)
    markers: list[Marker] = attrs.field(factory=list)
    numbers: list[tuple[Numeral, ...]] = attrs.field(factory=list)

    def run(self, candidates: Sequence[Marker], floors: Sequence[int]) -> list[Item]:
        """The items among the candidates; `floors` holds where the paragraph of each candidate begins."""
        cited = CitedMarkers(self.text)
        kept = [
            (marker, floor)
            for marker, floor in zip(candidates, floors, strict=True)
            if not cited.refers(marker, floor)
            and (marker.place is not Place.INLINE or cited.fits_inline(marker, floor))
        ]
        self.markers = [marker for marker, _ in kept]
        self.numbers = [readings(self.text[slice(*m.number)]) if m.number else () for m in self.markers]
        passed_over = -1
        for k, marker in enumerate(self.markers):
            taken = len(self.items)
            if marker.number is None:
                self._dash(marker)
            elif not (marker.place is Place.AFTER and self._adjoins(passed_over, marker)):
                self._number(k)
            if len(self.items) == taken:
                passed_over = marker.end
        return self.items

    def _adjoins(self, end: int, marker: Marker) -> bool:
        """Whether the marker stands right after a candidate that was passed over and ended at `end`."""
        return 0 <= end <= marker.start and not self.text[end : marker.start].strip()

    def _dash(self, marker: Marker) -> None:
        before = marker.gap or self._before(marker) in _BEFORE_DASH or self._joins_dash(marker)
        if marker.place is Place.INLINE or not before:
            return
        for depth, series in enumerate(self.open):
            if series.shape != marker.shape:
                continue
            if marker.shape != UNMARKED or self._before(marker) != ":":
                self._continue(depth, marker, next_of(series.value))
                return
            if _PARAGRAPH_END.search(self.text[series.last_start : marker.start].rstrip()):
                del self.open[depth:]  # a paragraph stands between the two lists
                break
        self._open(marker, Numeral("dash", (1,)))

    def _joins_dash(self, marker: Marker) -> bool:
        """Whether "and" or "or" leads to the next dash of a list: not "The Board and / – if asked – the host"."""
        if not any(series.shape == marker.shape for series in self.open):
            return False
        return pattern("ITEM_JOINT").search(self.text[max(0, marker.start - 20) : marker.start].rstrip()) is not None

    def _number(self, k: int) -> None:
        marker, options = self.markers[k], self.numbers[k]
        for depth in range(len(self.open) - 1, -1, -1):
            series = self.open[depth]
            if self._counts_on(depth, marker, options):
                del self.open[depth:]
                self._open(marker, options[0])
                return
            for numeral in options:
                if self._same(series, marker, numeral) and self._succeeds(series, numeral):
                    if self._is_over(depth, marker, numeral):
                        break
                    other = self._roman_one(options, numeral)
                    if other is not None and self._opens_roman(k, numeral):
                        self._open(marker, other)
                    else:
                        self._continue(depth, marker, numeral.value)
                    return
        for numeral in sorted(options, key=lambda option: option.value != (1,)):
            if self._is_first(numeral) and self._may_open(k, numeral):
                self._open_or_restart(k, numeral)
                return
        if marker.place is not Place.INLINE and not self._continue_in_other_shape(k):
            self._out_of_order(k)

    def _counts_on(self, depth: int, marker: Marker, options: Sequence[Numeral]) -> bool:
        """Whether a whole number comes next after a paragraph printed in parts: "3." after "2.1", "2.2"."""
        series = self.open[depth]
        if series.system != "decimal" or marker.place is Place.INLINE or not options or options[0].system != "arabic":
            return False
        printed_whole = any(s.system == "arabic" and s.value == series.value[:1] for s in self.open[:depth])
        follows = options[0].value == (series.value[0] + 1,)
        return follows and not printed_whole and self._before(marker) in _ENDS_ITEM

    def _is_over(self, depth: int, marker: Marker, numeral: Numeral) -> bool:
        """Whether a full stop has ended the list at this depth, and the number goes on in one around it."""
        if not self._ends(self.open[depth], marker):
            return False
        around = self.open[:depth]
        return any(self._same(series, marker, numeral) and self._succeeds(series, numeral) for series in around)

    def _ends(self, series: Series, marker: Marker) -> bool:
        """Whether a full stop stands before the marker, while the items of the list are joined by semicolons."""
        return series.joined and self._before(marker) == "."

    def _before(self, marker: Marker) -> str:
        """The last character before a marker, "" at the start of the text."""
        return self.text[max(0, marker.start - 20) : marker.start].rstrip()[-1:]

    def _following(self, k: int) -> list[Numeral]:
        """The readings of the next candidates that have the shape of the one at `k`."""
        shape = self.markers[k].shape
        return [
            numeral
            for j in range(k + 1, min(k + 1 + _LOOK_AHEAD, len(self.markers)))
            if self.markers[j].shape == shape
            for numeral in self.numbers[j]
        ]

    @staticmethod
    def _same(series: Series, marker: Marker, numeral: Numeral) -> bool:
        return series.shape == marker.shape and series.system == numeral.system

    @staticmethod
    def _succeeds(series: Series, numeral: Numeral) -> bool:
        value, last = numeral.value, series.value
        if numeral.system == "decimal":
            return (value[:-1] == last[:-1] and value[-1] == last[-1] + 1) or (
                len(value) == len(last) and value[0] == last[0] + 1 and value[-1] == 1
            )
        if len(value) > 1 or len(last) > 1:
            return value[0] == last[0] + (len(value) == 1) or (value[0] == last[0] and value > last)
        return value[0] == last[0] + 1

    @staticmethod
    def _roman_one(options: Sequence[Numeral], chosen: Numeral) -> Numeral | None:
        return next((o for o in options if o is not chosen and o.value == (1,) and "roman" in o.system), None)

    def _opens_roman(self, k: int, letter: Numeral) -> bool:
        """Whether "(i)" after "(h)" opens a list of roman numerals: what follows first, "(ii)" or "(j)", decides."""
        for numeral in self._following(k):
            if "roman" in numeral.system and numeral.value == (2,):
                return True
            if numeral.system == letter.system and numeral.value == next_of(letter.value):
                return False
        return self._before(self.markers[k]) == ":"

    def _is_first(self, numeral: Numeral) -> bool:
        if numeral.system == "decimal":
            return numeral.value[-1] == 1
        return numeral.value == (1,)

    def _may_open(self, k: int, numeral: Numeral) -> bool:
        marker = self.markers[k]
        bare_letter = marker.shape in _BARE and numeral.system not in _COUNTED
        if bare_letter and not (marker.gap or self._before(marker) in _ENDS_ITEM):
            return False
        if marker.shape == "BARE" or bare_letter or marker.place is Place.INLINE:
            return Numeral(numeral.system, next_of(numeral.value)) in self._following(k)
        return True

    def _open_or_restart(self, k: int, numeral: Numeral) -> None:
        marker = self.markers[k]
        if numeral.system == "decimal":
            del self.open[self._room_for_decimal(numeral) :]
        else:
            same = (depth for depth, series in enumerate(self.open) if self._same(series, marker, numeral))
            depth = next(same, len(self.open))
            if depth < len(self.open) and not self._is_within(k, self.open[depth]):
                del self.open[depth:]
        self._open(marker, numeral)

    def _is_within(self, k: int, around: Series) -> bool:
        """Whether a list of the same shape as the one around it stands in an item of that, which then goes on."""
        if self._before(self.markers[k]) != ":":
            return False
        if self.open[-1].system == "decimal":
            return True
        inner, outer = Series(around.shape, around.system, (1,), 0), around.value
        for j in range(k + 1, min(k + 1 + _LOOK_AHEAD, len(self.markers))):
            marker = self.markers[j]
            values = [n.value for n in self.numbers[j] if self._same(around, marker, n)]
            if any(n.system == "decimal" and n.value == (*next_of(outer), 1) for n in self.numbers[j]):
                return True
            if next_of(outer) in values and (next_of(inner.value) not in values or self._ends(inner, marker)):
                return True
            if next_of(inner.value) in values:
                inner.value = next_of(inner.value)
                inner.joined = self._before(marker) in _JOINTS
            elif (1,) in values:
                inner.value = (1,)
            elif values:
                return False
        return False

    def _room_for_decimal(self, numeral: Numeral) -> int:
        """The depth at which a decimal number opens: below the number that it extends, "1.1" below "1."."""
        depth, longest = 0, 0
        for series in self.open:
            length = len(series.value)
            extends = series.system in _COUNTED and numeral.value[:length] == series.value
            if extends and longest < length < len(numeral.value):
                depth, longest = series.depth + 1, length
        return depth

    def _continue_in_other_shape(self, k: int) -> bool:
        """Whether the candidate is the next letter of the innermost list, printed otherwise: "b." and then "(c)"."""
        marker = self.markers[k]
        if marker.place is Place.INLINE or not self.open or marker.shape not in _LETTER_SHAPES:
            return False
        series = self.open[-1]
        for numeral in self.numbers[k]:
            alike = series.shape in _LETTER_SHAPES and numeral.system == series.system != "arabic"
            if alike and self._succeeds(series, numeral):
                series.shape = marker.shape
                self._continue(len(self.open) - 1, marker, numeral.value)
                return True
        return False

    def _out_of_order(self, k: int) -> None:
        marker, options = self.markers[k], self.numbers[k]
        if options and self._comes_back(options[0]):
            self._open_or_restart(k, options[0])
            return
        for depth in range(len(self.open) - 1, -1, -1):
            series = self.open[depth]
            for numeral in options:
                if not self._same(series, marker, numeral) or len(numeral.value) != len(series.value):
                    continue
                step = numeral.value[-1] - series.value[-1]
                furthest = _ALPHABET if marker.gap and marker.shape in _NEVER_PROSE else _LARGEST_GAP
                back = step < 0 and marker.gap and Numeral(numeral.system, next_of(numeral.value)) in self._following(k)
                if numeral.value[:-1] == series.value[:-1] and (back or 0 <= step <= furthest):
                    self._report(marker, repeated=step <= 0)
                    self._continue(depth, marker, numeral.value)
                    return
        following = self._following(k)
        for numeral in options:
            supported = Numeral(numeral.system, next_of(numeral.value)) in following
            if marker.shape == "BARE":
                opens = supported and not self.items and self._is_set_off(marker)
            else:
                known = any(self._same(series, marker, numeral) for series in self.open)
                opens = not known and (supported or not self.items or numeral.value == (2,))
            if opens:
                self._open(marker, numeral)
                return

    def _is_set_off(self, marker: Marker) -> bool:
        """Whether the first number of an excerpt stands apart from its text, as the Council of Europe prints it."""
        return (
            marker.gap
            and self.text[marker.end : marker.end + 1].isspace()
            and bool(self.text[marker.end] in "\t\u00a0" or self.text[marker.end + 1 : marker.end + 2].isspace())
        )

    def _comes_back(self, numeral: Numeral) -> bool:
        """Whether a decimal number counts on where the last one is an inner one of it: "2.2" after "2.1.4"."""
        if numeral.system != "decimal":
            return False
        length = len(numeral.value)
        last = next((s.value for s in reversed(self.open) if s.system == "decimal"), ())
        return len(last) > length and numeral.value == next_of(last[:length])

    def _report(self, marker: Marker, *, repeated: bool) -> None:
        printed = self.text[marker.start : marker.end].strip()
        if repeated:
            code, message = "number-repeat", f"{printed} repeats or goes back in its list"
        else:
            code, message = "number-gap", f"before {printed} a number of the list is missing"
        self.diagnostics.append(Diagnostic(code=code, message=message, span=Span(marker.start, marker.end)))

    def _continue(self, depth: int, marker: Marker, value: tuple[int, ...]) -> None:
        series = self.open[depth]
        del self.open[depth + 1 :]
        series.value = value
        self._add(marker, series)

    def _open(self, marker: Marker, numeral: Numeral) -> None:
        if len(self.open) >= self.room:
            self.diagnostics.append(
                Diagnostic(
                    code="too-deep",
                    message=f"the provisions are nested deeper than {MAX_DEPTH} levels; this one is read as a sibling",
                    span=Span(marker.start, marker.end),
                )
            )
            self.open.pop()
        series = Series(marker.shape, numeral.system, numeral.value, len(self.open))
        self.open.append(series)
        self._add(marker, series)

    def _add(self, marker: Marker, series: Series) -> None:
        series.last_start = marker.start
        series.joined = self._before(marker) in _JOINTS
        outer = self.open[: series.depth]
        paragraph = all(s.system in _COUNTED for s in (series, *outer))
        if paragraph and outer and series.system == "arabic":
            paragraph = False
        self.items.append(Item(marker, series, paragraph))
