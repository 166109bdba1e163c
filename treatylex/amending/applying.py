"""Applying: from an order to the edits that it makes in the base text.

Guarantees: every edit lies within the words of the provision that the order names, or beside the one behind which it
puts something; an order is applied wholly or refused with the reason; nothing is guessed.
"""

import contextlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from treatylex.amending.addressing import Addresses, Place, Refusal, extent
from treatylex.amending.instructions import Instruction, Order, Piece, Step, is_inner, within
from treatylex.language.grammar import pattern
from treatylex.language.numerals import plain, readings
from treatylex.model.citations import citation
from treatylex.model.consolidations import AmendmentKind
from treatylex.model.provisions import LeafKind, Provision, Treaty
from treatylex.model.references import Target
from treatylex.parsing.reader import parse
from treatylex.source import QUOTATION_MARKS, Span, cut

_BLANK = re.compile(r"\s*")
_BLANKS = r"\s+"
_PUNCTUATION = (",", ".", ";", ":", ")")
_REMEDY = "make this change by hand, or give an order that says only what changes, and where"
_SIGNS = ' \n.;,:”’"'
_LABELS = (LeafKind.HEADING, LeafKind.MARKER)


@attrs.frozen(kw_only=True)
class Edit:
    """Words of the base that others replace; an empty `span` puts in, an empty `shown` takes out.

    `is_part` tells that only a sentence or title of the provision is concerned; `is_inside` what is put in within the
    provision, rather than beside it.
    `around` is what stands before and behind the words that came, blanks above all.
    """

    kind: AmendmentKind
    provision: Provision
    span: Span
    shown: str = ""
    around: tuple[str, str] = ("", "")
    is_inside: bool = False
    is_part: bool = False

    @property
    def text(self) -> str:
        """All that stands there afterwards."""
        return self.around[0] + self.shown + self.around[1]


class Applier:
    """Makes the edits of a protocol's instructions in a base treaty."""

    def __init__(self, base: Treaty, protocol: Treaty, orders: Iterable[Instruction]) -> None:
        self._base, self._protocol = base, protocol
        self._addresses = Addresses(base, protocol)
        self._orders: dict[str, Callable[[Step], Iterator[Edit]]] = {
            "replace": self._replace,
            "delete": self._delete,
            "insert": self._insert,
            "reword": self._reword,
            "turn": self._reword,
            "crosswise": self._reword,
            "strike": self._strike,
            "put": self._put,
            "renumber": self._renumber,
        }
        # What bears another number, or none any more, when the protocol has done its work.
        self._numbers = dict(given for each in orders for step in each.steps for given in self._given_up(step))

    def edits(self, instruction: Instruction) -> tuple[Edit, ...]:
        """The edits that an instruction makes.

        Raises:
            Refusal: when it cannot be applied.
        """
        if instruction.suspends:
            raise Refusal("it says when or for whom a provision applies, and changes no words of it; note it by hand")
        if not instruction.steps:
            if pattern("amendment", "ELSEWHERE").search(instruction.text):
                raise Refusal("the new text stands elsewhere; put it behind a colon, in quotation marks")
            if instruction.text.endswith(":"):
                raise Refusal(
                    "where the new text ends that it announces is not plain, without quotation marks; put it in some"
                )
            unread = f": “{cut(instruction.unread, 60)}” is not understood" if instruction.unread else ""
            raise Refusal(f"its wording is none that is understood as an amendment{unread}; {_REMEDY}")
        for target in instruction.instruments:
            self._addresses.check(target)
        return tuple(edit for step in instruction.steps for edit in self._orders[step.order.rule](step))

    def _given_up(self, step: Step) -> Iterator[tuple[str, str]]:
        """The eIds of the provisions that an order deletes or renumbers, each with its new number; none if deleted."""
        if step.order.rule in ("delete", "renumber"):
            with contextlib.suppress(Refusal):
                yield from [
                    (edit.provision.eid, edit.shown) for edit in self._orders[step.order.rule](step) if not edit.is_part
                ]

    def _number(self, provision: Provision) -> str:
        """The number that a provision bears after the protocol."""
        return self._numbers.get(provision.eid, provision.number or "")

    # ------------------------------------------------------------ whole provisions

    def _replace(self, step: Step) -> Iterator[Edit]:
        found = self._named(step)
        content = _content(step.order)
        self._refuse_mixture(found)
        first, last = found[0], found[-1]
        if first.is_part:
            if len(found) > 1 and not self._is_side_by_side(found):
                raise Refusal("the sentences that one text replaces do not stand side by side")
            self._refuse_paragraphs(content)
            span = Span(first.span.start, last.span.end)
        elif len(found) > 1:
            self._refuse_gaps([each.provision for each in found])
            span = Span(first.provision.span.start, last.span.end)
        else:
            span = self._kept_label(first.provision, content)
        yield Edit(kind=_kind(AmendmentKind.REPLACED, first), provision=first.provision, span=span, shown=content)

    def _named(self, step: Step) -> list[Place]:
        """What an order names, in order: of "In Article 7, paragraph 1 and paragraph 2" the paragraphs of Article 7."""
        found: list[Place] = []
        context, home = step.context, None
        for part in step.order.parts:
            if isinstance(part, Order) and part.rule in ("contents", "what", "beside"):
                continue
            pieces = [part] if isinstance(part, Piece) else list(part.pieces("PLACE"))
            pieces = [piece for piece in pieces if piece.type == "PLACE"]
            if home is not None and pieces and all(is_inner(target) for piece in pieces for target in piece.targets):
                if len(found) != 1:
                    raise Refusal("it names a part of several provisions; say it of each")
                context, found = home, []
            for piece in pieces:
                titled = isinstance(part, Order) and (part.rule == "title" or part.first("title") is not None)
                found += (self._addresses.titles if titled else self._addresses.places)(piece, context)
            if isinstance(part, Order) and part.rule in ("within", "ending") and pieces:
                home = within(pieces[0].targets[0], context)
        return found

    def _refuse_mixture(self, found: Sequence[Place]) -> None:
        if len({each.is_part for each in found}) > 1:
            raise Refusal("it names a provision and a part of one together; say it of each")

    def _is_side_by_side(self, found: Sequence[Place]) -> bool:
        between = (self._base.text[one.span.end : next_.span.start] for one, next_ in itertools.pairwise(found))
        return all(not blank.strip() for blank in between)

    def _refuse_paragraphs(self, content: str) -> None:
        """Refuse a text of several paragraphs, or one with a number, in the place of a sentence or title."""
        if "\n\n" in content or any(each.number for each in parse(content).provisions):
            raise Refusal("a text of several paragraphs, or with a number, takes the place of no sentence or title")

    def _refuse_gaps(self, found: Sequence[Provision]) -> None:
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

    def _delete(self, step: Step) -> Iterator[Edit]:
        gone = self._named(step)
        self._refuse_mixture(gone)
        for place in gone:
            if place.is_part:
                yield self._without(place)
                continue
            gap = len(self._gap(place.provision))
            span = Span(place.span.start - gap, place.span.end)
            yield Edit(kind=AmendmentKind.DELETED, provision=place.provision, span=span)
        if step.order.first("closing_up") is not None:
            yield from self._closed_up([place.provision for place in gone])

    def _without(self, place: Place) -> Edit:
        """The edit that takes out a sentence, with the blanks before it or, where it comes first, behind it."""
        text, span = self._base.text, place.span
        words = extent(place.provision)
        first = next(leaf.span.start for leaf in place.provision.leaves if leaf.kind not in _LABELS)
        start, end = span.start, span.end
        if start > first:
            start -= start - len(text[:start].rstrip())
        elif end < words.end:
            end += len(text[end : words.end]) - len(text[end : words.end].lstrip())
        else:
            raise Refusal("nothing would be left of the provision but its number; delete the provision")
        return Edit(kind=AmendmentKind.REWORDED, provision=place.provision, span=Span(start, end), is_part=True)

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

    def _insert(self, step: Step) -> Iterator[Edit]:
        order, context = step.order, step.context
        content = _content(order)
        new = order.first("named") or order.first("what")
        home = order.first("within")
        if home is not None:  # "in Article 7, after paragraph 2"
            (piece,) = home.pieces("PLACE")
            context = within(piece.targets[0], context)
        where = order.first("after", "before", "at_end")
        if where is not None and any(order.pieces("AT_END")):
            raise Refusal("it names two places for one text, the end and another")
        if where is not None:
            (piece,) = where.pieces("PLACE")
            anchor, rule = list(self._addresses.places(piece, context))[-1], where.rule
        else:
            anchor, rule = self._by_number(new, content, context)
        if anchor.is_part:
            yield self._beside_sentence(anchor, rule, new, content)
            return
        yield self._put_in(anchor.provision, rule, new, content)

    def _put_in(self, anchor: Provision, rule: str, new: Order | None, content: str) -> Edit:
        self._refuse_taken(new, anchor, rule)
        if rule in ("at_end", "within"):
            last = anchor.children[-1] if anchor.children else anchor
            gap = self._gap(last) or "\n\n"
            if self._is_sentence(new):
                if anchor.children:
                    raise Refusal("it does not say to which paragraph a sentence is added")
                gap = " "
            elif self._new_number(new) is not None and not (anchor.children and _opens(last.level, content)):
                content = self._numbered(anchor, new, content)
            at, around = extent(anchor).end, (gap, "")
        elif rule == "after":
            at, around = extent(anchor).end, (self._gap(anchor) or "\n\n", "")
        else:
            at, around = anchor.span.start, ("", self._gap(anchor) or "\n\n")
        if rule in ("after", "before") and not _opens(anchor.level, content):
            if new is None:
                raise Refusal("it does not say what is put in, words or a provision, and with which number")
            content = self._labelled(anchor, new, content)
        return Edit(
            kind=AmendmentKind.INSERTED,
            provision=anchor,
            span=Span(at, at),
            shown=content,
            around=around,
            is_inside=rule in ("at_end", "within"),
        )

    def _beside_sentence(self, anchor: Place, rule: str, new: Order | None, content: str) -> Edit:
        if rule == "at_end" or not self._is_sentence(new):
            raise Refusal(
                "it does not say that a sentence is put in there; say so, or behind which words the new ones go"
            )
        self._refuse_paragraphs(content)
        at, around = (anchor.span.end, (" ", "")) if rule == "after" else (anchor.span.start, ("", " "))
        return Edit(
            kind=AmendmentKind.INSERTED,
            provision=anchor.provision,
            span=Span(at, at),
            shown=content,
            around=around,
            is_inside=True,
        )

    def _by_number(self, new: Order | None, content: str, context: Target | None) -> tuple[Place, str]:
        """Where a provision belongs of which only the number is said, or only the one that is to hold it.

        Behind the provision with the number before it, among those of its kind; else at the end of what holds it.
        """
        unclear = Refusal("it does not say after which provision")
        target = next((target for piece in new.pieces("PLACE") for target in piece.targets), None) if new else None
        if target is not None and not is_inner(target) and "__" in target.path:
            context = attrs.evolve(target, path=target.path.rpartition("__")[0])
        home = None
        if context is not None and context.path:
            home = list(self._addresses.places_at(context))[-1]
            if home.is_part or self._is_sentence(new):
                return home, "at_end"
        elif target is None or is_inner(target):
            raise unclear
        brought = next(iter(parse(content).children), None)
        number = self._new_number(new) or (brought.number if brought else None)
        unit = _unit(target.path) if target else _unit(brought.eid) if brought and brought.number else ""
        alike = [each for each in self._siblings(home) if _unit(each.eid) == unit]
        siblings = [each for each in alike if self._number(each)]
        if number is None or not siblings:
            if home is None:
                raise unclear
            return home, "within"
        self._refuse_number(number, siblings)
        gone = next(
            (each for each in alike if not self._number(each) and plain(each.number or "") == plain(number)), None
        )
        if gone is not None:
            return Place(gone, extent(gone)), "after"
        beside = self._beside_number(number, siblings)
        if beside is None:
            raise unclear
        if home is not None and beside[1] == "after" and beside[0].provision is home.provision.children[-1]:
            return home, "within"
        return beside

    def _siblings(self, home: Place | None) -> Sequence[Provision]:
        if home is not None:
            return home.provision.children
        return [each for each in self._base.provisions if "__" not in each.eid]

    def _beside_number(self, number: str, siblings: Sequence[Provision]) -> tuple[Place, str] | None:
        """The sibling behind or before which a number belongs, in the way of counting that all of them share."""
        for reading in readings(number):
            values = [
                numeral.value
                for each in siblings
                for numeral in readings(self._number(each))
                if numeral.system == reading.system
            ]
            if len(values) == len(siblings):
                below = [value for value in values if value < reading.value]
                above = [value for value in values if value > reading.value]
                beside = siblings[values.index(max(below) if below else min(above))]
                next_ = siblings[values.index(min(above))] if below and above else beside
                is_bis = below and max(below)[:1] == reading.value[:1]
                if self._base.parent(next_) != self._base.parent(beside) and not is_bis:
                    raise Refusal("it does not say whether the chapter before or the one behind is to hold it")
                return Place(beside, extent(beside)), "after" if below else "before"
        return None

    def _is_sentence(self, new: Order | None) -> bool:
        pieces = (*new.pieces("PLACE"), *new.pieces("A_PROVISION")) if new else ()
        said = any(not piece.targets and "sentence" in piece.span.of(self._protocol.text) for piece in pieces)
        return said or any("_sent" in target.path for piece in pieces for target in piece.targets)

    def _refuse_taken(self, new: Order | None, anchor: Provision, rule: str) -> None:
        """Refuse to put in a provision of a number that the base has already."""
        number = self._new_number(new)
        if number is None:
            return
        inside = rule in ("at_end", "within")
        holder = anchor if inside else self._base.parent(anchor)
        siblings = self._base.children if holder is None else holder.children
        self._refuse_number(number, [each for each in siblings if inside or each.level is anchor.level])

    def _refuse_number(self, number: str, siblings: Sequence[Provision]) -> None:
        taken = next((each for each in siblings if plain(self._number(each)) == plain(number)), None)
        if taken is not None:
            raise Refusal(f"the base treaty has {citation(self._base, taken)} already")

    def _numbered(self, home: Provision, new: Order | None, content: str) -> str:
        """A text that is put at the end of what holds it, with its number where it brings none."""
        brought = next(iter(parse(content).children), None)
        if brought is not None and brought.number is not None:
            return content
        labelled = self._labelled(home.children[-1], new, content) if home.children else content
        if labelled == content:
            raise Refusal("how its number is printed is not plain; give the new text with its number")
        return labelled

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
        for number in itertools.chain.from_iterable(_numbers(target.path) for target in piece.targets):
            found = re.search(r"\s*".join(map(re.escape, number)), text, re.IGNORECASE)
            yield found.group() if found else number

    # ------------------------------------------------------------ words

    def _reword(self, step: Step) -> Iterator[Edit]:
        quoted = tuple(step.order.pieces("QUOTE"))
        if step.order.rule == "turn":
            quoted = (quoted[1], quoted[0])
        if step.order.rule == "crosswise":
            quoted = (quoted[0], quoted[2], quoted[1], quoted[3])
        for old, new in zip(quoted[::2], quoted[1::2], strict=True):
            for provision, span in self._found(old, step):
                yield Edit(kind=AmendmentKind.REWORDED, provision=provision, span=span, shown=_text(new))

    def _strike(self, step: Step) -> Iterator[Edit]:
        (old,) = step.order.pieces("QUOTE")
        text = self._base.text
        for provision, span in self._found(old, step):
            start = span.start - 1 if span.start and text[span.start - 1] == " " else span.start
            yield Edit(kind=AmendmentKind.REWORDED, provision=provision, span=Span(start, span.end))

    def _put(self, step: Step) -> Iterator[Edit]:
        beside = step.order.first("behind", "ahead")
        if beside is None:
            raise Refusal(
                "it does not say whether the words go before or behind the last sign; say behind which words they go"
            )
        (old,) = beside.pieces("QUOTE")
        (new,) = (each for each in step.order.pieces("QUOTE") if each is not old)
        words = _text(new)
        for provision, span in self._found(old, step):
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

    def _found(self, old: Piece, step: Step) -> list[tuple[Provision, Span]]:
        """Where the words stand that the order speaks of: once, unless it says which, or "wherever they occur"."""
        throughout, at_first = (any(step.order.pieces(cue)) for cue in ("THROUGHOUT", "AT_FIRST"))
        everywhere = throughout or any(step.order.pieces("EVERYWHERE"))
        is_last = step.order.first("ending") is not None
        words = _text(old)
        found: dict[str, list[tuple[Provision, Span]]] = {}
        for provision, span in self._scopes(step, everywhere, throughout):
            here = found.setdefault("the base treaty" if provision is None else citation(self._base, provision), [])
            for match in _wording(words).finditer(self._base.text, span.start, span.end):
                home = provision or self._base.provision_at(match.start())
                if home is not None and not (is_last and self._base.text[match.end() : span.end].strip(_SIGNS)):
                    here.append((home, Span(*match.span())))
        end = "at the end of " if is_last else "in "
        missing = [place for place, here in found.items() if not here]
        if missing and (len(missing) == len(found) or not everywhere):
            raise Refusal(f"the words “{cut(words, 60)}” do not stand {end}{' and '.join(missing)}")
        if at_first:
            return [min(here, key=lambda each: each[1]) for here in found.values()]
        for place, here in found.items():
            if len(here) > 1 and not everywhere:
                raise Refusal(
                    f"the words “{cut(words, 60)}” stand {len(here)} times in {place}; which is not said: quote "
                    "more of them, name the sentence, or say “wherever they occur”"
                )
        return list(itertools.chain.from_iterable(found.values()))

    def _scopes(self, step: Step, everywhere: bool, throughout: bool) -> Iterator[tuple[Provision | None, Span]]:
        """Where the words are looked for: in what the order names, or what was named before it, or everywhere."""
        context = step.context
        named = self._named(step)
        if named and throughout:
            raise Refusal("it names a provision and the whole treaty; say which of them")
        if not named and not throughout and context is not None and context.path:
            named = list(self._addresses.places_at(context))
        if not named and not everywhere:
            raise Refusal("it does not say in which provision the words stand")
        yield from ((each.provision, each.span) for each in named)
        if not named:
            yield None, Span(0, len(self._base.text))

    # ------------------------------------------------------------ numbers

    def _renumber(self, step: Step) -> Iterator[Edit]:
        *home, olds, news = (part for part in step.order.parts if isinstance(part, Order))
        context = step.context
        for piece in (piece for each in home for piece in each.pieces("PLACE")):
            context = within(piece.targets[0], context)
        old_targets = [within(target, context) for piece in olds.pieces("PLACE") for target in piece.targets]
        new_targets = [target for piece in news.pieces("PLACE") for target in piece.targets]
        for target in new_targets:
            if not all(_is_beside(target.path, old.path) for old in old_targets):
                raise Refusal("it gives a provision a place elsewhere; delete it there and insert it here")
        provisions = [provision for target in old_targets for provision in self._addresses.at(target)]
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


def _kind(kind: AmendmentKind, place: Place) -> AmendmentKind:
    return AmendmentKind.REWORDED if place.is_part else kind


def _unit(path: str) -> str:
    """The unit of the last step of a path, or of an eId: "para" of "art_2__para_3"."""
    return path.rpartition("__")[2].partition("_")[0]


def _numbers(path: str) -> list[str]:
    """The numbers that a path names at its end; all from the first to the last of a range, if they count in digits."""
    ends = [end.rpartition("_")[2] for end in path.split("-")]
    if all(map(str.isdecimal, ends)):
        return [str(number) for number in range(int(ends[0]), int(ends[-1]) + 1)]
    return ends


def _is_beside(path: str, old: str) -> bool:
    """Whether a new number names the same place: "paragraph 4" beside "Article 2, paragraph 3"."""
    home, _, _ = path.rpartition("__")
    old_home, _, _ = old.rpartition("__")
    return _unit(path) == _unit(old) and (not home or f"__{old_home}".endswith(f"__{home}"))


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
