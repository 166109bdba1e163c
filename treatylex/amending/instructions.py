"""Instructions: what the sentences of a protocol do to another treaty, as `grammars/amendment.lark` describes it.

Guarantee: each sentence that speaks of amending, and each quotation of several paragraphs, is an instruction, with an
order where a rule describes the whole sentence and without one where none does.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import attrs

from treatylex.amending.quotes import Quotation, quotations
from treatylex.language.grammar import UnexpectedCue, compiled, pattern
from treatylex.model.provisions import RUNNING, Level, Provision, Treaty
from treatylex.model.references import Reference, Target
from treatylex.parsing.reader import parse
from treatylex.source import Span, one_line

_RULES = (
    *("replace", "delete", "insert", "reword", "turn", "strike", "put", "renumber", "scope", "what", "after", "before"),
    *("at_end", "within", "behind", "ahead", "quoted", "places", "contents", "closing_up", "ending", "title"),
    *("crosswise", "named"),
)
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_ENDS = (".", ";")
_RELATIVE = re.compile(r"^(?:this|that|preceding)_(?:art|para)(?:__|$)")
_INNER = ("para_", "sub_", "al_", "sent_")
_SIGNS = {"FULL_STOP": ".", "SEMICOLON": ";", "COMMA": ","}  # by the cues that name them
_MOST_ORDERS = 12  # in one sentence


class Piece(NamedTuple):
    """A cue of a sentence: words, the provisions that a reference cites, or a quotation."""

    type: str
    span: Span
    targets: tuple[Target, ...] = ()
    quotation: Quotation | None = None


class Order(NamedTuple):
    """What a rule of the grammar made of a sentence: its name and its parts."""

    rule: str
    parts: "tuple[Order | Piece, ...]"

    def pieces(self, type_: str) -> Iterator[Piece]:
        """All cues of a type, in order."""
        for part in self.parts:
            if isinstance(part, Order):
                yield from part.pieces(type_)
            elif part.type == type_:
                yield part

    def first(self, *rules: str) -> "Order | None":
        """The first part, at any depth, that one of the rules made."""
        for part in self.parts:
            if isinstance(part, Order):
                found = part if part.rule in rules else part.first(*rules)
                if found is not None:
                    return found
        return None


class Step(NamedTuple):
    """One order of a sentence, and the provision or instrument that a chapeau, or the order before, has named."""

    order: Order
    context: Target | None = None


@attrs.frozen(kw_only=True)
class Instruction:
    """A sentence that amends: its place, its orders, and the instruments that it names besides the provisions.

    `steps` is empty where the grammar describes no part of the sentence, or not all; `unread` are the first words that
    it does not know; `suspends` whether the sentence takes a provision out of effect without a change of its words.
    """

    provision: Provision | None
    span: Span
    text: str
    steps: tuple[Step, ...]
    instruments: tuple[Target, ...] = ()
    unread: str = ""
    suspends: bool = False


class _Builder:
    """What `amendment.lark` builds: an order of each rule that means something, else its parts as they are."""

    def __init__(self) -> None:
        for rule in _RULES:
            setattr(self, rule, functools.partial(_order, rule))

    def start(self, children: list[Any]) -> Order:
        """One instruction."""
        order: Order = children[0]
        return order

    def where(self, children: list[Any]) -> Any:
        """Where something is put."""
        return children[0]


def _order(rule: str, children: list[Any]) -> Order:
    return Order(rule, tuple(child if isinstance(child, Order) else child.value for child in children))


@attrs.frozen
class _Sentence:
    provision: Provision | None
    pieces: tuple[Piece, ...]

    @property
    def span(self) -> Span:
        return Span(self.pieces[0].span.start, self.pieces[-1].span.end)


def instructions(protocol: Treaty) -> Iterator[Instruction]:
    """The instructions of a protocol, in order.

    >>> from treatylex.parsing.reader import parse
    >>> text = "Article 1\\n\\nArticle 3 of the Pact is deleted. Article 4 shall be deleted if need be. It applies."
    >>> [[step.order.rule for step in each.steps] for each in instructions(parse(text))]
    [['delete'], []]
    """
    contexts: dict[str, Target] = {}
    sentences = list(_sentences(protocol))
    done = 0
    for number, sentence in enumerate(sentences):
        if sentence.span.start < done:
            continue
        orders = _read(protocol.text, sentence.pieces)
        new = None if orders else _announced(protocol, sentence, sentences[number + 1 :])
        if new is not None:
            orders = _read(protocol.text, (*sentence.pieces, new))
            done = new.span.end if orders else done
        context = _around(protocol, sentence.provision, contexts)
        if orders and orders[0].rule == "scope":
            (piece,) = (*orders[0].pieces("PLACE"), *orders[0].pieces("WHOLE"))
            contexts[_holder(protocol, sentence.provision)] = within(piece.targets[0], context)
        elif orders or _is_told(protocol.text, sentence, context):
            text = one_line(sentence.span.of(protocol.text))
            named = (piece.targets[0] for piece in sentence.pieces if piece.type == "WHOLE")
            yield Instruction(
                provision=sentence.provision,
                span=sentence.span,
                text=text,
                steps=_steps(orders, context),
                instruments=tuple(named),
                unread="" if orders else _unread(protocol.text, sentence.pieces),
                suspends=not orders and _is_suspending(protocol.text, sentence.pieces, context),
            )


def _announced(protocol: Treaty, sentence: _Sentence, following: Sequence[_Sentence]) -> Piece | None:
    """The new text that a sentence announces and no quotation marks enclose: the rest of its provision.

    None where it is not plain that all the rest belongs to it: another instruction follows, or a paragraph without a
    number behind others.
    """
    text, home = protocol.text, sentence.provision
    while home is not None and home.level is Level.ALINEA:
        home = protocol.parent(home)
    if home is None or not sentence.span.of(text).endswith(":"):
        return None
    span = Span(sentence.span.end, max(leaf.span.end for leaf in home.leaves))
    inner = (each for each in following if span.covers(each.span))
    if any(_read(text, each.pieces) for each in inner):
        return None
    content = span.of(text).strip()
    if not content or not (_PARAGRAPHS.search(content) is None or _is_one(parse(content).children)):
        return None
    return Piece("QUOTE", span, quotation=Quotation(span, content))


def _is_one(found: Sequence[Provision]) -> bool:
    """Whether each of some provisions has a number, and none holds paragraphs without one behind others."""
    inner = [each for provision in found for each in (provision, *provision.walk())]
    counts = [sum(child.level is Level.ALINEA for child in each.children) for each in inner]
    is_mixed = any(count not in (0, len(each.children)) for count, each in zip(counts, inner, strict=True))
    is_trailing = any(count and each.level is not Level.ARTICLE for count, each in zip(counts, inner, strict=True))
    return bool(found) and not is_mixed and not is_trailing and all(each.number is not None for each in found)


def within(target: Target, context: Target | None) -> Target:
    """A target as one of the provision that the chapeau has named: "paragraph 1" is that article's."""
    path = _RELATIVE.sub("", target.path)
    if context is None or not (path.startswith(_INNER) or path != target.path or target.instrument is None):
        return target
    inside = context.path and (path.startswith(_INNER) or path != target.path)
    return Target(
        instrument=target.instrument or context.instrument,
        path="__".join(part for part in (context.path if inside else "", path) if part),
    )


def is_inner(target: Target) -> bool:
    """Whether a target is named as part of another: "paragraph 2", "the first sentence"."""
    return target.path.startswith(_INNER)


def _steps(orders: Sequence[Order], context: Target | None) -> tuple[Step, ...]:
    """The orders of one sentence, each with what the one before has named: "and point (c)" is of the same paragraph."""
    steps: list[Step] = []
    for order in orders:
        steps.append(Step(order, _handed_on(steps[-1], order) if steps else context))
    return tuple(steps)


def _handed_on(before: Step, order: Order) -> Target | None:
    """What an order leaves to the next one that names less; None where it named several."""
    where = before.order.first("within", "after", "before", "at_end") or before.order.first("places") or before.order
    led = [within(target, before.context) for piece in where.pieces("PLACE") for target in piece.targets]
    if not led or led[0].path.startswith(_INNER):
        return before.context
    own = next((target.path for piece in order.pieces("PLACE") for target in piece.targets), "")
    unit = own.partition("_")[0]
    handed = {attrs.evolve(target, path="__".join(_above(target.path.split("__"), unit))) for target in led}
    return handed.pop() if len(handed) == 1 else None


def _above(steps: list[str], unit: str) -> list[str]:
    """The steps of a path down to what holds provisions of a unit: of "art_2__para_3" Article 2 for a paragraph."""
    at = max((k for k, step in enumerate(steps) if unit and step.startswith(f"{unit}_")), default=len(steps))
    return [step for step in steps[:at] if not (unit and step.startswith("sent_"))]


def _around(protocol: Treaty, provision: Provision | None, contexts: dict[str, Target]) -> Target | None:
    while provision is not None and provision.eid not in contexts:
        provision = protocol.parent(provision)
    return contexts.get("" if provision is None else provision.eid)


def _holder(protocol: Treaty, provision: Provision | None) -> str:
    """The eId of the provision for which a chapeau speaks: an unnumbered paragraph speaks for those after it."""
    while provision is not None and provision.level is Level.ALINEA:
        provision = protocol.parent(provision)
    return "" if provision is None else provision.eid


def _is_told(text: str, sentence: _Sentence, context: Target | None) -> bool:
    types = {piece.type for piece in sentence.pieces}
    plain = "".join(piece.span.of(text) + " " for piece in sentence.pieces if piece.type != "QUOTE")
    if types & {"PLACE", "WHOLE", "QUOTE"} and pattern("amendment", "OPERATION").search(one_line(plain)):
        return True
    if pattern("amendment", "REFERENCES_TO").search(one_line(plain)):
        return True
    if pattern("amendment", "THE_NEXT").search(plain) and pattern("amendment", "OPERATION").search(one_line(plain)):
        return True
    if "PLACE" in types and pattern("amendment", "UNRULED").search(one_line(plain)):
        return True
    if _is_ordered(text, sentence.pieces) or _is_suspending(text, sentence.pieces, context):
        return True
    quoted = sum(piece.type == "QUOTE" for piece in sentence.pieces)
    if quoted > 1 and pattern("amendment", "IN_PLACE_OF").search(one_line(plain)):
        return True
    return any(
        _PARAGRAPHS.search(text, piece.span.start, piece.span.end) for piece in sentence.pieces if piece.type == "QUOTE"
    )


def _is_ordered(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a sentence orders in the imperative, or says that the Parties amend a provision that it names."""
    for number, piece in enumerate(pieces):
        words = one_line(piece.span.of(text)) if piece.type == "WORDS" else ""
        before, behind = pieces[:number], pieces[number + 1 : number + 2]
        said = " ".join(each.span.of(text) for each in before if each.type == "WORDS")
        is_object = before and (not _is_foreign(text, before) or pattern("structure", "FINITE").search(said))
        if not is_object and pattern("amendment", "IMPERATIVE").match(words):
            return True
        if pattern("amendment", "RESOLVED").search(words) and _is_foreign(text, behind):
            return True
    return False


def _is_suspending(text: str, pieces: Sequence[Piece], context: Target | None) -> bool:
    """Whether a sentence takes a provision out of effect, for a time or for somebody, and changes no words of it."""
    for number, piece in enumerate(pieces):
        words = one_line(piece.span.of(text)) if piece.type == "WORDS" else ""
        before = [each for each in pieces[:number] if each.type in ("PLACE", "WHOLE")]
        if context is None and any(each.path.startswith(_INNER) for piece in before[-1:] for each in piece.targets):
            continue  # "Paragraph 2" of the protocol's own article
        if words and pattern("amendment", "SUSPENDED").match(words) and _is_foreign(text, before[-1:]):
            return True
    return False


def _is_foreign(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether cues quote words, or name a provision, and none of the protocol itself ("of this Protocol")."""
    named = [piece for piece in pieces if piece.type in ("PLACE", "QUOTE")]
    return bool(named) and not any(
        piece.type == "PLACE" and pattern("amendment", "OWN").search(piece.span.of(text)) for piece in named
    )


def _read(text: str, pieces: Sequence[Piece]) -> tuple[Order, ...]:
    """What the grammar makes of a sentence: its orders, joined by "and"; none where one of them is not understood.

    An instrument named besides is left out unless it is what is amended.
    """
    grammar = compiled("amendment", _Builder, ("start", "cue"))
    cues = list[Piece]()
    for piece in pieces:
        if piece.type != "WORDS":
            announced = any(target.path.startswith("following_") for target in piece.targets)
            cues.append(piece._replace(type="A_PROVISION") if announced else piece)
            continue
        words = " ".join(piece.span.of(text).split())
        for cue in grammar.scan(words):
            if cue.type == "ENTRY":
                number = words[cue.start : cue.end].rpartition(" ")[2]
                cues.append(Piece("PLACE", piece.span, targets=(Target(path=f"para_{number}"),)))
            elif cue.type in _SIGNS:
                cues.append(Piece("QUOTE", piece.span, quotation=Quotation(piece.span, _SIGNS[cue.type])))
            elif cue.type not in ("FILLER", "IN_BRACKETS"):
                cues.append(Piece(cue.type, piece.span))
    has_place = any(cue.type == "PLACE" for cue in cues)
    for chosen in (cues, [cue for cue in cues if cue.type != "WHOLE"]) if has_place else (cues,):
        orders = _orders(chosen)
        if orders:
            return orders
    return ()


def _orders(cues: Sequence[Piece]) -> tuple[Order, ...]:
    """The orders of a sentence: one of all its cues, else one up to an "and" and those behind it."""
    joints = [k for k, cue in enumerate(cues) if cue.type == "AND"][:_MOST_ORDERS]
    found: dict[int, tuple[Order, ...]] = {}
    for start in (*(k + 1 for k in reversed(joints)), 0):
        whole = _parsed(cues[start:])
        found[start] = () if whole is None else (whole,)
        for k in joints:
            first = _parsed(cues[start:k]) if k >= start and not found[start] and found[k + 1] else None
            if first is not None:
                found[start] = (first, *found[k + 1])
    orders = found[0]
    return orders if len(orders) == 1 or all(order.rule != "scope" for order in orders) else ()


def _parsed(cues: Sequence[Piece]) -> Order | None:
    grammar = compiled("amendment", _Builder, ("start", "cue"))
    try:
        order: Order = grammar.parse(cues)
    except UnexpectedCue:
        return None
    return order


def _unread(text: str, pieces: Sequence[Piece]) -> str:
    """The first words of a sentence that the grammar does not know; none where only their order is unknown."""
    grammar = compiled("amendment", _Builder, ("start", "cue"))
    for piece in pieces:
        words = " ".join(piece.span.of(text).split()) if piece.type == "WORDS" else ""
        for cue in grammar.scan(words):
            if cue.type == "WORDS":
                return words[cue.start : cue.end]
    return ""


# ---------------------------------------------------------------- sentences


def _sentences(protocol: Treaty) -> Iterator[_Sentence]:
    """The sentences of a protocol as cues; a quotation in a paragraph of its own belongs to the words before it."""
    text, quoted = protocol.text, quotations(protocol.text)
    inside = _Finder(tuple(each.span for each in quoted))
    current = list[Piece]()
    done = 0
    for leaf in protocol.leaves:
        start = max(leaf.span.start, done)
        if start >= leaf.span.end:
            continue
        opens = inside.at(start)
        if current and (leaf.kind not in RUNNING or opens is None):
            yield _sentence(protocol, current)
            current = []
        if leaf.kind not in RUNNING:
            continue
        for piece in _pieces(protocol, Span(start, leaf.span.end), quoted):
            done = max(done, piece.span.end)
            ended = bool(current) and current[-1].quotation is not None and _is_whole(current[-1].quotation)
            if ended and piece.type != "QUOTE" and text[piece.span.start].isupper():
                yield _sentence(protocol, current)
                current = []
            current.append(piece)
            if piece.type == "WORDS" and piece.span.of(text).endswith(_ENDS):
                yield _sentence(protocol, current)
                current = []
    if current:
        yield _sentence(protocol, current)


def _sentence(protocol: Treaty, pieces: Sequence[Piece]) -> _Sentence:
    return _Sentence(protocol.provision_at(pieces[0].span.start), tuple(pieces))


def _is_whole(quotation: Quotation) -> bool:
    return quotation.content.rstrip().endswith(_ENDS)


class _Finder:
    """Finds the span that covers a place, going forward through ordered spans."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._next = 0

    def at(self, offset: int) -> int | None:
        while self._next < len(self._spans) and self._spans[self._next].end <= offset:
            self._next += 1
        covers = self._next < len(self._spans) and self._spans[self._next].start <= offset
        return self._next if covers else None


def _pieces(protocol: Treaty, span: Span, quoted: Sequence[Quotation]) -> Iterator[Piece]:
    """A stretch as quotations, references, and words cut at the ends of sentences.

    A quotation that begins in the stretch is given whole, even where it ends behind it.
    """
    marks: list[tuple[Span, Quotation | Reference]] = [
        (each.span, each) for each in quoted if span.start <= each.span.start < span.end
    ]
    marks += (
        (each.span, each)
        for each in protocol.references_in(span)
        if not any(mark.covers(each.span) for mark, quotation in marks if isinstance(quotation, Quotation))
    )
    at = span.start
    for place, mark in sorted(marks, key=lambda each: each[0]):
        yield from _words(protocol.text, at, place.start)
        if isinstance(mark, Quotation):
            yield Piece("QUOTE", place, quotation=mark)
        else:
            whole = not any(target.path for target in mark.targets)
            yield Piece("WHOLE" if whole else "PLACE", place, targets=mark.targets)
        at = place.end
    yield from _words(protocol.text, at, span.end)


def _words(text: str, start: int, end: int) -> Iterator[Piece]:
    while start < end:
        found = _SENTENCE_END.search(text, start, end)
        stop = found.end() if found else end
        words = text[start:stop]
        if words.strip():
            left = start + len(words) - len(words.lstrip())
            yield Piece("WORDS", Span(left, start + len(words.rstrip())))
        start = stop
