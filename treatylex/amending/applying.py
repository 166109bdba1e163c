"""Applying: from an order to the edits that it makes in the base text.

Guarantees: every edit lies within the words of the provision that the order names, or beside the one behind which it
puts something; an order is applied wholly or refused with the reason; nothing is guessed.
"""

import itertools
import re
from collections.abc import Callable, Iterator

import attrs

from treatylex.amending.addressing import Addresses, Refusal, extent
from treatylex.amending.instructions import Instruction, Order, Piece, within
from treatylex.language.numerals import plain
from treatylex.model.citations import citation
from treatylex.model.consolidations import AmendmentKind
from treatylex.model.provisions import LeafKind, Provision, Treaty
from treatylex.parsing.reader import parse
from treatylex.source import QUOTATION_MARKS, Span, cut

_BLANK = re.compile(r"\s*")
_BLANKS = r"\s+"
_PUNCTUATION = (",", ".", ";", ":", ")")
_REMEDY = "make this change by hand, or give an order that says only what changes, and where"
_LABELS = (LeafKind.HEADING, LeafKind.MARKER)


@attrs.frozen(kw_only=True)
class Edit:
    """Words of the base that others replace; an empty `span` puts in, an empty `shown` takes out.

    `is_inside` tells what is put in within the provision from what is put in beside it.
    `around` is what stands before and behind the words that came, blanks above all.
    """

    kind: AmendmentKind
    provision: Provision
    span: Span
    shown: str = ""
    around: tuple[str, str] = ("", "")
    is_inside: bool = False

    @property
    def text(self) -> str:
        """All that stands there afterwards."""
        return self.around[0] + self.shown + self.around[1]


class Applier:
    """Makes the edits of a protocol's instructions in a base treaty."""

    def __init__(self, base: Treaty, protocol: Treaty) -> None:
        self._base, self._protocol = base, protocol
        self._addresses = Addresses(base, protocol)
        self._orders: dict[str, Callable[[Order, Instruction], Iterator[Edit]]] = {
            "replace": self._replace,
            "delete": self._delete,
            "insert": self._insert,
            "reword": self._reword,
            "turn": self._reword,
            "strike": self._strike,
            "put": self._put,
            "renumber": self._renumber,
        }

    def edits(self, instruction: Instruction) -> tuple[Edit, ...]:
        """The edits that an instruction makes.

        Raises:
            Refusal: when it cannot be applied.
        """
        if instruction.suspends:
            raise Refusal("it says when or for whom a provision applies, and changes no words of it; note it by hand")
        if instruction.order is None:
            if instruction.text.endswith(":"):
                raise Refusal("where the new text ends that it announces is not plain, without quotation marks")
            unread = f": “{cut(instruction.unread, 60)}” is not understood" if instruction.unread else ""
            raise Refusal(f"its wording is none that is understood as an amendment{unread}; {_REMEDY}")
        for target in instruction.instruments:
            self._addresses.check(target)
        return tuple(self._orders[instruction.order.rule](instruction.order, instruction))

    # ------------------------------------------------------------ whole provisions

    def _replace(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        found = self._named(order, instruction)
        content = _content(order)
        if len(found) > 1:
            self._refuse_gaps(found)
            span = Span(found[0].span.start, extent(found[-1]).end)
        else:
            span = self._kept_label(found[0], content)
        yield Edit(kind=AmendmentKind.REPLACED, provision=found[0], span=span, shown=content)

    def _named(self, order: Order, instruction: Instruction) -> tuple[Provision, ...]:
        """The provisions that an order names, in order."""
        return tuple(each for piece in order.pieces("PLACE") for each in self._addresses.of(piece, instruction))

    def _refuse_gaps(self, found: tuple[Provision, ...]) -> None:
        for one, next_ in itertools.pairwise(found):
            if self._base.text[extent(one).end : next_.span.start].strip():
                raise Refusal("the provisions that one text replaces do not stand side by side")

    def _kept_label(self, provision: Provision, content: str) -> Span:
        """What of a provision a text replaces: all of it, or all but its label where the text brings none."""
        start = provision.span.start
        if not _brings_label(provision, content):
            for leaf in itertools.takewhile(lambda each: each.kind in _LABELS, provision.own_leaves):
                if leaf.kind is LeafKind.HEADING and content.startswith(leaf.text):
                    break
                start = leaf.span.end
            blank = _BLANK.match(self._base.text, start)
            start = blank.end() if blank and start > provision.span.start else start
        return Span(start, max(start, extent(provision).end))

    def _delete(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        gone = list(self._named(order, instruction))
        for provision in gone:
            words = extent(provision)
            gap = len(self._gap(provision))
            yield Edit(kind=AmendmentKind.DELETED, provision=provision, span=Span(words.start - gap, words.end))
        if order.first("closing_up") is not None:
            yield from self._closed_up(gone)

    def _closed_up(self, gone: list[Provision]) -> Iterator[Edit]:
        """The numbers of the provisions behind those that are deleted, each lower by as many as go."""
        parent = self._base.parent(gone[0])
        siblings = () if parent is None else parent.children
        numbers = [plain(each.number or "") for each in siblings]
        if not all(each in siblings for each in gone) or not all(map(str.isdecimal, numbers)):
            raise Refusal(
                "which numbers the provisions behind it get is not plain: say it of each, "
                "as in “paragraph 3 of Article 5 becomes paragraph 2”"
            )
        for place, provision in enumerate(siblings):
            before = sum(siblings.index(each) < place for each in gone)
            if before and provision not in gone:
                yield self._renumbered(provision, str(int(numbers[place]) - before))

    def _gap(self, provision: Provision) -> str:
        """The blanks before a provision."""
        text, start = self._base.text, provision.span.start
        before = text[:start]
        return before[len(before.rstrip()) :]

    def _insert(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        content = _content(order)
        where = order.first("after", "before", "at_end") or order.first("within")
        new = order.first("what")
        home = order.first("within")
        if home is not None and where is not home:  # "in Article 7, after paragraph 2"
            (piece,) = home.pieces("PLACE")
            instruction = attrs.evolve(instruction, context=within(piece.targets[0], instruction.context))
        context = instruction.context
        if where is not None:
            (piece,) = where.pieces("PLACE")
            anchor = self._addresses.of(piece, instruction)[-1]
        elif context is not None and context.path:
            anchor = tuple(self._addresses.at(context))[-1]
        else:
            raise Refusal("it does not say after which provision")
        rule = where.rule if where is not None else "within"
        if rule in ("after", "before") and any(order.pieces("AT_END")):
            raise Refusal("it names two places for one text, the end and another")
        self._refuse_taken(new, anchor, rule)
        level = anchor.level
        if rule in ("at_end", "within"):
            last = anchor.children[-1] if anchor.children else anchor
            gap = self._gap(last) or "\n\n"
            if self._is_sentence(new):
                if anchor.children:
                    raise Refusal("it does not say to which paragraph a sentence is added")
                gap = " "
            at, around = extent(anchor).end, (gap, "")
        elif rule == "after":
            at, around = extent(anchor).end, (self._gap(anchor) or "\n\n", "")
        else:
            at, around = anchor.span.start, ("", self._gap(anchor) or "\n\n")
        if rule in ("after", "before") and not _opens(level, content):
            if new is None:
                raise Refusal("it does not say what is put in, words or a provision, and with which number")
            content = self._labelled(anchor, new, content)
        yield Edit(
            kind=AmendmentKind.INSERTED,
            provision=anchor,
            span=Span(at, at),
            shown=content,
            around=around,
            is_inside=rule in ("at_end", "within"),
        )

    def _is_sentence(self, new: Order | None) -> bool:
        pieces = (*new.pieces("PLACE"), *new.pieces("A_PROVISION")) if new else ()
        said = any(not piece.targets and "sentence" in piece.span.of(self._protocol.text) for piece in pieces)
        return said or any("_sent" in target.path for piece in pieces for target in piece.targets)

    def _refuse_taken(self, new: Order | None, anchor: Provision, rule: str) -> None:
        """Refuse to put in a provision of a number that the base has already."""
        number = self._new_number(new)
        if number is None:
            return
        holder = anchor if rule in ("at_end", "within") else self._base.parent(anchor)
        siblings = self._base.children if holder is None else holder.children
        taken = next((each for each in siblings if each.number and plain(each.number) == plain(number)), None)
        if taken is not None and (holder is anchor or taken.level is anchor.level):
            raise Refusal(f"the base treaty has {citation(self._base, taken)} already")

    def _labelled(self, anchor: Provision, new: Order | None, content: str) -> str:
        """A text that brings no label with that of the provision beside which it is put, but its own number."""
        number = self._new_number(new)
        label = next((leaf.text for leaf in anchor.own_leaves if leaf.kind in _LABELS), "")
        if number is None or not anchor.number or label.count(anchor.number) != 1:
            return content
        sign = "\n" if anchor.own_leaves[0].kind is LeafKind.HEADING else " "
        return label.replace(anchor.number, number) + sign + content

    def _new_number(self, new: Order | None) -> str | None:
        """The number of the provision that is put in, as the protocol prints it: "5 bis"."""
        numbers = [number for piece in (new.pieces("PLACE") if new else ()) for number in self._printed(piece)]
        return numbers[-1] if numbers else None

    def _printed(self, piece: Piece) -> Iterator[str]:
        """The number of each provision that a cue names, as printed; a path has no blanks: "5bis"."""
        text = piece.span.of(self._protocol.text)
        for target in piece.targets:
            number = target.path.rpartition("_")[2]
            found = re.search(r"\s*".join(map(re.escape, number)), text, re.IGNORECASE)
            yield found.group() if found else number

    # ------------------------------------------------------------ words

    def _reword(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        old, new = reversed(tuple(order.pieces("QUOTE"))) if order.rule == "turn" else order.pieces("QUOTE")
        for provision, span in self._found(old, order, instruction):
            yield Edit(kind=AmendmentKind.REWORDED, provision=provision, span=span, shown=_text(new))

    def _strike(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        (old,) = order.pieces("QUOTE")
        text = self._base.text
        for provision, span in self._found(old, order, instruction):
            start = span.start - 1 if span.start and text[span.start - 1] == " " else span.start
            yield Edit(kind=AmendmentKind.REWORDED, provision=provision, span=Span(start, span.end))

    def _put(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        beside = order.first("behind", "ahead")
        if beside is None:
            raise Refusal("it does not say beside which words")
        (old,) = beside.pieces("QUOTE")
        (new,) = (each for each in order.pieces("QUOTE") if each is not old)
        words = _text(new)
        for provision, span in self._found(old, order, instruction):
            behind = beside.rule == "behind"
            at = span.end if behind else span.start
            blank = "" if behind and words.startswith(_PUNCTUATION) else " "
            around = (blank, "") if behind else ("", blank)
            yield Edit(
                kind=AmendmentKind.REWORDED,
                provision=provision,
                span=Span(at, at),
                shown=words,
                around=around,
                is_inside=True,
            )

    def _found(self, old: Piece, order: Order, instruction: Instruction) -> list[tuple[Provision, Span]]:
        """Where the words stand that the order speaks of: once, unless it says "wherever they occur"."""
        everywhere = any(order.pieces("EVERYWHERE"))
        words = _text(old)
        found: dict[str, list[tuple[Provision, Span]]] = {}
        for provision, span in self._scopes(order, instruction, everywhere):
            here = found.setdefault("the base treaty" if provision is None else citation(self._base, provision), [])
            for match in _wording(words).finditer(self._base.text, span.start, span.end):
                home = provision or self._base.provision_at(match.start())
                if home is not None:
                    here.append((home, Span(*match.span())))
        missing = [place for place, here in found.items() if not here]
        if missing and (len(missing) == len(found) or not everywhere):
            raise Refusal(f"the words “{cut(words, 60)}” do not stand in {' and '.join(missing)}")
        for place, here in found.items():
            if len(here) > 1 and not everywhere:
                raise Refusal(f"the words “{cut(words, 60)}” stand {len(here)} times in {place}; which is not said")
        return list(itertools.chain.from_iterable(found.values()))

    def _scopes(
        self, order: Order, instruction: Instruction, everywhere: bool
    ) -> Iterator[tuple[Provision | None, Span]]:
        pieces = tuple(order.pieces("PLACE"))
        context = instruction.context
        if not pieces and context is not None and context.path:
            yield from ((each, extent(each)) for each in self._addresses.at(context))
        elif pieces:
            for piece in pieces:
                yield from ((each, extent(each)) for each in self._addresses.of(piece, instruction))
        elif everywhere:
            yield None, Span(0, len(self._base.text))
        else:
            raise Refusal("it does not say in which provision the words stand")

    # ------------------------------------------------------------ numbers

    def _renumber(self, order: Order, instruction: Instruction) -> Iterator[Edit]:
        olds, news = (part for part in order.parts if isinstance(part, Order))
        provisions = [each for piece in olds.pieces("PLACE") for each in self._addresses.of(piece, instruction)]
        numbers = [number for piece in news.pieces("PLACE") for number in self._printed(piece)]
        if len(provisions) != len(numbers):
            raise Refusal(f"{len(provisions)} provisions cannot become {len(numbers)}")
        for provision, number in zip(provisions, numbers, strict=True):
            yield self._renumbered(provision, number)

    def _renumbered(self, provision: Provision, number: str) -> Edit:
        label = next((leaf for leaf in provision.own_leaves if leaf.kind in _LABELS), None)
        at = -1 if label is None or not provision.number else label.text.find(provision.number)
        if label is None or at < 0 or not provision.number:
            raise Refusal(f"the number of {citation(self._base, provision)} does not stand in its label")
        start = label.span.start + at
        span = Span(start, start + len(provision.number))
        return Edit(kind=AmendmentKind.RENUMBERED, provision=provision, span=span, shown=number)


def _text(piece: Piece) -> str:
    return piece.quotation.content.strip() if piece.quotation else ""


def _content(order: Order) -> str:
    contents = order.first("contents")
    return "\n\n".join(map(_text, contents.pieces("QUOTE"))) if contents else ""


def _wording(words: str) -> re.Pattern[str]:
    """Words as they may be set: any blanks between them, any quotation marks; whole words only."""
    marks = "[" + re.escape("".join(sorted(QUOTATION_MARKS))) + "]"
    parts = ("".join(marks if sign in QUOTATION_MARKS else re.escape(sign) for sign in word) for word in words.split())
    return re.compile(rf"(?<!\w(?=\w)){_BLANKS.join(parts)}(?!(?<=\w)\w)")


def _opens(level: object, content: str) -> bool:
    """Whether a text begins with a provision of a level: "Article 5 bis …"."""
    first = next(iter(parse(content).children), None)
    return first is not None and first.level is level and first.number is not None


def _brings_label(provision: Provision, content: str) -> bool:
    return provision.number is None or _opens(provision.level, content)
