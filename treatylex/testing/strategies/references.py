"""References as treaties write them: the tree is drawn first, its text is written from it in one of many styles.

Guarantee: wherever the text of a drawn reference stands in a sentence of its own, reading the sentence gives that
reference back, with the same targets. The words are spelled here and not taken from the grammar, so that a word that
the grammar loses is missed.
"""

from collections.abc import Callable, Sequence

import attrs
from hypothesis import strategies as st

from treatylex.model.references import Reference, Target
from treatylex.source import Span

_SPELLINGS = {
    "art": (("Article", "Articles"), ("article", "articles"), ("Art.", "Arts."), ("ARTICLE", "ARTICLES")),
    "para": (("paragraph", "paragraphs"), ("Paragraph", "Paragraphs"), ("para.", "paras."), ("para", "paras")),
    "sub": (("subparagraph", "subparagraphs"), ("sub-paragraph", "sub-paragraphs"), ("point", "points")),
    "chap": (("Chapter", "Chapters"), ("chapter", "chapters")),
    "sec": (("Section", "Sections"), ("section", "sections")),
    "part": (("Part", "Parts"),),
    "annex": (("Annex", "Annexes"), ("annex", "annexes")),
    "app": (("Appendix", "Appendices"),),
    "prot": (("Protocol", "Protocols"), ("Protocol No.", "Protocols Nos")),
    "rec": (("recital", "recitals"), ("preambular paragraph", "preambular paragraphs")),
    "fn": (("footnote", "footnotes"),),
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_POINTED = {"art": "Article", "para": "paragraph", "chap": "Chapter", "sec": "Section", "annex": "Annex"}
_POINTERS = {"this": ("this", "the present"), "preceding": ("the preceding", "the foregoing", "the previous")}
_RELATIONS = (None, "in accordance with", "pursuant to", "under", "referred to in", "subject to", "as provided for in")

_figures = st.integers(1, 60).map(str)
_NUMBERS: dict[str, st.SearchStrategy[str]] = {
    "art": st.one_of(
        st.integers(1, 400).map(str), st.sampled_from(["IV", "XXIII", "12bis", "14A", "1.2", "A-01", "3.2.1"])
    ),
    "para": _figures,
    "sub": st.sampled_from("abcdefgh"),
    "chap": st.sampled_from(["2", "11", "III", "VII"]),
    "sec": st.sampled_from(["1", "3", "B", "IV"]),
    "part": st.sampled_from(["II", "XI", "3"]),
    "annex": st.sampled_from(["I", "2", "B", "XIV", "1A", "3-B"]),
    "app": st.sampled_from(["1", "II", "C"]),
    "prot": st.sampled_from(["1", "2", "11"]),
    "rec": st.integers(1, 20).map(str),
    "fn": st.integers(1, 20).map(str),
}
_CHAINS = (
    *(("art",), ("para",), ("sub",), ("art", "para"), ("para", "sub"), ("art", "sub"), ("art", "para", "sub")),
    *(("chap",), ("part",), ("annex",), ("app",), ("prot",), ("rec",), ("fn",)),
    *(("part", "sec"), ("chap", "sec"), ("annex", "part"), ("annex", "part", "sec")),
    *(("annex", "art"), ("annex", "art", "para"), ("annex", "para", "sub"), ("prot", "art"), ("prot", "art", "para")),
)
_IN_BRACKETS = (("art", "para"), ("art", "para", "sub"), ("art", "sub"), ("para", "sub"))


@attrs.frozen
class _Entry:
    """One provision of the innermost unit, or a range of them."""

    number: str
    last: str | None = None


@attrs.frozen
class _Tree:
    """Provisions: numbered units from the outermost to the innermost, the entries of the innermost unit, the home."""

    outer: tuple[tuple[str, str], ...]
    unit: str
    entries: tuple[_Entry, ...]
    home: "_Home"

    def targets(self) -> tuple[Target, ...]:
        outer = [f"{unit}_{number}" for unit, number in self.outer]
        inner = (
            f"{self.unit}_{entry.number}" + (f"-{self.unit}_{entry.last}" if entry.last else "")
            for entry in self.entries
        )
        return tuple(Target(instrument=self.home.instrument, path="__".join([*outer, each])) for each in inner)


@attrs.frozen
class _Home:
    """What the provisions are of: its name as a target has it, and the words around the provisions."""

    instrument: str | None = None
    after: str = ""
    before: str = ""


# ---- Instruments ----------------------------------------------------------------------------------------------------

_HEADS = ("Convention", "Treaty", "Agreement", "Protocol", "Covenant")
_SUBJECTS = ("Fisheries", "the Carriage of Goods by Lake", "Customs Matters", "Mutual Assistance in Tax Matters")
_PLACES = ("Norland", "Sudland", "the Kingdom of Westmark", "the Republic of Ostrania")


def instrument_names() -> st.SearchStrategy[str]:
    """Names of invented instruments, without "the": "Norland Convention on Fisheries".

    >>> from hypothesis import find
    >>> find(instrument_names(), lambda name: name.endswith("between Norland and Sudland"))
    'Convention between Norland and Sudland'
    """
    heads, subjects = st.sampled_from(_HEADS), st.sampled_from(_SUBJECTS)
    parties = st.permutations(_PLACES).map(lambda places: f"between {places[0]} and {places[1]}")
    return st.one_of(
        st.builds("{} on {}".format, heads, subjects),
        st.builds("{} {}".format, heads, parties),
        st.builds("{} {} on {}".format, heads, parties, subjects),
        st.builds("{} {}".format, st.sampled_from(("Norland", "Grey Sea", "North Sudland Fisheries")), heads),
        st.builds(
            "{} Convention of {} May 19{}".format, st.just("Ruritanian"), st.integers(1, 31), st.integers(10, 99)
        ),
    )


_OWN = (_Home(), _Home(after=" of this Agreement"), _Home(after=" of the present Convention"), _Home(after=" hereof"))
_SPOKEN_OF = (_Home("that Convention", " of that Convention"), _Home("the said Protocol", " of the said Protocol"))


def _homes(names: st.SearchStrategy[str], *, before: bool) -> st.SearchStrategy[_Home]:
    forms: list[Callable[[str], _Home]] = [lambda name: _Home(name, f" of the {name}")]
    if before:
        forms.append(lambda name: _Home(name, before=f"the {name}, "))
        forms.append(lambda name: _Home(name, before=f"the {name} "))
    named = st.one_of(*(names.map(form) for form in forms))
    return st.one_of(st.sampled_from(_OWN), st.sampled_from(_SPOKEN_OF), named)


# ---- Trees and their styles -----------------------------------------------------------------------------------------


@st.composite
def _entries(draw: st.DrawFn, unit: str) -> tuple[_Entry, ...]:
    """One to four provisions of a unit in rising order, perhaps with a range at the end."""
    numbers = _figures if unit == "art" and draw(st.booleans()) else _NUMBERS[unit]
    drawn = draw(st.lists(numbers, min_size=1, max_size=4, unique=True))
    kind = str.isdigit if drawn[0].isdigit() else str.isalpha
    alike = sorted(filter(kind, drawn), key=lambda number: (len(number), number)) or drawn[:1]
    if len(alike) > 1 and (unit == "sub" or alike[0].isdigit()) and draw(st.booleans()):
        return (*map(_Entry, alike[:-2]), _Entry(alike[-2], alike[-1]))
    return tuple(map(_Entry, alike))


def _listed(draw: st.DrawFn, entries: Sequence[_Entry], form: str) -> str:
    """The numbers as a list: "3, 5 and 7 to 9", "(a), (c) to (f)"."""
    range_ = draw(st.sampled_from((" to ", "–", " through "))) if form == "{}" else " to "
    written = [form.format(e.number) + (range_ + form.format(e.last) if e.last else "") for e in entries]
    joint = draw(st.sampled_from((" and ", " or ", ", and ", " as well as ")))
    return written[0] if len(written) == 1 else ", ".join(written[:-1]) + joint + written[-1]


def _division(draw: st.DrawFn, unit: str, entries: Sequence[_Entry]) -> str:
    """A unit with its numbers: "Articles 3 and 5", "subparagraph (b)"."""
    several = len(entries) > 1 or entries[0].last is not None
    spelling = draw(st.sampled_from(_SPELLINGS[unit]))[several]
    form = draw(st.sampled_from(("({})", "({})", "{})"))) if unit == "sub" else "{}"
    return f"{spelling} {_listed(draw, entries, form)}"


def _outermost_first(draw: st.DrawFn, tree: _Tree) -> str:
    """Article 5, paragraph 2 (a) and (b)."""
    joint = draw(st.sampled_from((", ", " ")))
    divisions = [_division(draw, unit, [_Entry(number)]) for unit, number in tree.outer]
    if tree.unit == "sub" and tree.outer and draw(st.booleans()):
        return joint.join(divisions) + draw(st.sampled_from((" ", ""))) + _listed(draw, tree.entries, "({})")
    return joint.join([*divisions, _division(draw, tree.unit, tree.entries)])


def _innermost_first(draw: st.DrawFn, tree: _Tree) -> str:
    """Points (a) and (b) of paragraph 2 of Article 5."""
    divisions = [_division(draw, unit, [_Entry(number)]) for unit, number in tree.outer]
    if tree.unit == "sub" and tree.outer and draw(st.booleans()):
        innermost = divisions.pop() + draw(st.sampled_from((" ", ""))) + _listed(draw, tree.entries, "({})")
    else:
        innermost = _division(draw, tree.unit, tree.entries)
    return " of ".join([innermost, *reversed(divisions)])


def _in_brackets(draw: st.DrawFn, tree: _Tree) -> str:
    """Article 5(2)(a) and (b)."""
    unit, number = tree.outer[0]
    bracketed = "".join(f"({inner})" for _, inner in tree.outer[1:])
    blank = draw(st.sampled_from(("", " ")))
    spelling = draw(st.sampled_from(_SPELLINGS[unit]))[0]
    return f"{spelling} {number}{blank}{bracketed}{_listed(draw, tree.entries, '({})')}"


@st.composite
def _provisions(draw: st.DrawFn, names: st.SearchStrategy[str]) -> Reference:
    """Numbered provisions in every style."""
    *outer, unit = draw(st.sampled_from(_CHAINS))
    numbered = tuple((each, draw(_NUMBERS[each])) for each in outer)
    entries = draw(_entries(unit))
    styles = [_outermost_first, _innermost_first]
    if (*outer, unit) in _IN_BRACKETS and all(entry.last is None for entry in entries):
        styles.append(_in_brackets)
    style = draw(st.sampled_from(styles))
    before = (*outer, unit)[0] == "art" and (style is not _innermost_first or not outer)
    tree = _Tree(numbered, unit, entries, draw(_homes(names, before=before)))
    return _reference(f"{tree.home.before}{style(draw, tree)}{tree.home.after}", tree.targets())


@st.composite
def _pointed(draw: st.DrawFn) -> Reference:
    """Provisions that are pointed at: "this Article", "paragraph 2 of this Article", "the preceding paragraph"."""
    pointer, unit = draw(st.sampled_from(sorted(_POINTERS))), draw(st.sampled_from(sorted(_POINTED)))
    text = f"{draw(st.sampled_from(_POINTERS[pointer]))} {_POINTED[unit]}"
    path = f"{pointer}_{unit}"
    inner = {"art": "para", "para": "sub", "chap": "art", "annex": "art"}.get(unit)
    if inner is None or draw(st.booleans()):
        return _reference(text, (Target(path=path),))
    tree = _Tree((), inner, draw(_entries(inner)), _Home())
    targets = tuple(attrs.evolve(target, path=f"{path}__{target.path}") for target in tree.targets())
    return _reference(f"{_division(draw, inner, tree.entries)} of {text}", targets)


@st.composite
def _counted(draw: st.DrawFn, names: st.SearchStrategy[str]) -> Reference:
    """Paragraphs and sentences that are counted: "second sentence of the first paragraph of Article 17"."""
    words = draw(st.lists(st.integers(0, 5), min_size=1, max_size=2, unique=True).map(sorted))
    home = draw(_homes(names, before=False))
    article = draw(_NUMBERS["art"])
    unit, around = draw(
        st.sampled_from((("para", ""), ("sent", ""), ("sent", "para_2__"), ("sent", "para_1__"), ("rec", "none")))
    )
    between = {"para_2__": "paragraph 2 of ", "para_1__": "the first paragraph of "}.get(around, "")
    name = {"para": "paragraph", "sent": "sentence", "rec": "preambular paragraph"}[unit]
    text = " and ".join(_ORDINALS[word] for word in words) + f" {name}{'s' if len(words) > 1 else ''}"
    inner = [f"{unit}_{word + 1}" for word in words]
    if unit != "rec":
        text += f" of {between}Article {article}"
        inner = [f"art_{article}__{around}{each}" for each in inner]
    return _reference(text + home.after, tuple(Target(instrument=home.instrument, path=each) for each in inner))


def _reference(text: str, targets: tuple[Target, ...]) -> Reference:
    return Reference(text=text, span=Span(0, len(text)), targets=targets)


def references(*, instruments: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Reference]:
    """References in every style in which treaties write them; the span is that of the text alone.

    The text stands as it would after `relation`, or at any other place within a sentence: `f"{relation} {text}"`.

    Args:
        instruments: names to refer to, without "the"; by default those of `instrument_names()`, which no catalogue
            knows.

    >>> from hypothesis import find
    >>> reference = find(references(), lambda reference: True)
    >>> type(reference).__name__, reference.span.end == len(reference.text)
    ('Reference', True)
    """
    names = instrument_names() if instruments is None else instruments
    alone = names.map(lambda name: _reference(f"the {name}", (Target(instrument=name),)))
    mentions = st.one_of(_provisions(names), _pointed(), _counted(names), alone)
    return st.builds(
        lambda mention, relation: attrs.evolve(mention, relation=relation), mentions, st.sampled_from(_RELATIONS)
    )
