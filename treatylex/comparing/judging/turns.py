"""Turns: what the words that are left turn, by what they stand for, and of what sort the edits are.

`substance` lists these deciders in the order in which they are asked; a decider tells, and takes nothing out.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from treatylex.comparing.judging.classes import (
    are_names,
    carries_nothing,
    cites,
    directions,
    is_closed,
    is_participle,
    is_plural,
    names_act,
    touched,
)
from treatylex.comparing.judging.counterparts import counted, sharing, take
from treatylex.comparing.judging.edited_words import Edits, Side
from treatylex.comparing.judging.order import closed_words_turned
from treatylex.comparing.matching.usage import base_of, forms_of, is_noun, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form
from treatylex.model.changes import Touch

_NEAR_NOUN = 2
"""Within so many words before a noun stands the "the" that belongs to it: "the contracting States"."""

# ---------------------------------------------------------------- by themselves


def own(edits: Edits) -> Iterable[Touch]:
    """What each word that is left turns by itself."""
    return frozenset[Touch]().union(*(touched(word) for side in edits.sides for word in counted(side.words)))


def closed_words_in_order(edits: Edits) -> Iterable[Touch]:
    """What small words turn that stand in another order among each other, where no word differs."""
    left, right = edits.mine.said, edits.other.said
    if Counter(left) != Counter(right):
        return ()
    return closed_words_turned(left, right, {*left, *right, *edits.mine.around, *edits.other.around})


# ---------------------------------------------------------------- where nothing else differs


def was_so(edits: Edits) -> bool:
    """Whether nothing differs but that something was so and is so no more: "which were registered".

    Not "if it were", which supposes that it is so.
    """
    now, then = edits.mine.differing, edits.other.differing
    is_past = all(map(pattern("touches", "PAST").fullmatch, then)) and {*now, *then} != {"is", "were"}
    return bool(now and then) and is_past and all(map(pattern("touches", "PRESENT").fullmatch, now))


def goes_to_owner(edits: Edits) -> bool:
    """Whether nothing differs but that a thing goes to whom it belonged: "its offer", "the offer to it"."""
    owned, given = edits.mine.differing, edits.other.differing
    is_owned = bool(owned) and all(map(pattern("touches", "POSSESSIVE").fullmatch, owned))
    rest = [word for word in given if not pattern("touches", "PRONOUN", "DEFINITE").fullmatch(word)]
    is_side = len(rest) == 1 and pattern("touches", "TAKING_SIDE").fullmatch(rest[0]) is not None
    return is_owned and is_side and not pattern("touches", "AGENT").fullmatch(rest[0])


# ---------------------------------------------------------------- one for another


def goes_on(edits: Edits) -> bool:
    """Whether an act goes on that was done: "which are being seized", "which have been seized"."""
    is_going, is_done = pattern("touches", "UNDERWAY").fullmatch, pattern("touches", "DONE").fullmatch
    return any(map(is_going, edits.mine.differing)) and any(map(is_done, edits.other.differing))


def acting_sides(edits: Edits) -> bool:
    """Whether two forms of one word name the two sides of an act: requesting, requested."""
    return any(itertools.starmap(_are_sides, edits.pairs_of_keys))


def _are_sides(ours: str, theirs: str) -> bool:
    if same_base(ours, theirs) and ours != theirs:
        forms = [forms_of(ours), forms_of(theirs)]
        return any(Form.GERUND in a and (Form.PAST in b or Form.PARTICIPLE in b) for a, b in (forms, forms[::-1]))
    return False


def one_of_all(edits: Edits) -> bool:
    """Whether one of several stands where all of them stood: "one of the members", "the members"."""
    words = counted(edits.mine.words)
    is_singled = any(map(pattern("touches", "SINGLED").fullmatch, words)) and "of" in words
    said_of_one = pattern("touches", "INDEFINITE", "ANY_OF", "UNIVERSAL", "SINGLED").fullmatch
    return is_singled and not any(map(said_of_one, counted(edits.other.words)))


def weak_act(edits: Edits) -> bool:
    """Whether one of two acts comes to nothing but a thought, a word or a wish: who must consider need not do it."""
    sides = [counted(side.words) for side in edits.sides]
    weak = pattern("touches", "WEAK_ACT").fullmatch
    are_weak = [any(weak(base_of(word)) for word in side) for side in sides]
    return are_weak[0] != are_weak[1] and all(map(_has_act, sides))


def _has_act(words: Iterable[str]) -> bool:
    """Whether any of some words can be a verb."""
    return any(not forms_of(word).isdisjoint((Form.BASE, Form.THIRD, Form.GERUND, Form.PAST)) for word in words)


def mere_effort(edits: Edits) -> bool:
    """Whether one text alone makes an effort of a duty: "shall endeavour to agree"."""
    tries = [any(map(pattern("touches", "EFFORT").fullmatch, counted(side.words))) for side in edits.sides]
    return tries[0] != tries[1]


def leave_or_votes(edits: Edits) -> bool:
    """Whether somebody's leave, or a majority, only came or went: that is a condition, however it is said."""
    is_leave = pattern("touches", "LEAVE_OR_VOTES").fullmatch
    return one_side_only(edits) and any(is_leave(base_of(word)) for side in edits.sides for word in counted(side.words))


def directions_differ(edits: Edits) -> bool:
    """Whether words of place or direction stand for each other; not "supervised by", "supervision over"."""
    is_told = all(directions(counted(side.words)) for side in edits.sides)
    return is_told and not any(map(_is_act_and_noun, edits.pairs))


def _is_act_and_noun(pair: tuple[str, str]) -> bool:
    """Whether of two words one is a participle and the other the noun for its act: "supervised by", "supervision"."""
    return pair[0] != pair[1] and any(map(is_participle, pair)) and not all(map(is_participle, pair))


def limit_more(edits: Edits) -> bool:
    """Whether a limit stands where nothing ties: "within 30 days after the vote", "30 days after the vote"."""
    is_limit = any(map(pattern("touches", "LIMIT").fullmatch, counted(edits.mine.words)))
    tied = any(map(pattern("touches", "TYING", "DIRECTION", "ORDER").fullmatch, counted(edits.other.words)))
    return (
        is_limit
        and not tied
        and not any(names_act(word) for pair in edits.pairs if pair[0] != pair[1] for word in pair)
    )


# ---------------------------------------------------------------- opposites


def any_of_those(edits: Edits) -> bool:
    """Whether some member, or any, stands where those named stood: "the Parties agree", "either Party agrees".

    Not where a duty of any of them is one of each: "any Party shall report".
    """
    mine, other = edits.sides
    unnamed = _unnamed(other.around)
    return _is_any_of_those(mine.differing, other.differing, mine.around, unnamed) or _is_any_of_those(
        mine.worded, other.worded, (), unnamed
    )


def _unnamed(said: Sequence[str]) -> frozenset[str]:
    """The words that stand nowhere with a "the" near before them: "the heirs without |visas|"."""
    named: set[str] = set()
    rest: set[str] = set()
    is_definite = pattern("touches", "DEFINITE").fullmatch
    for at, key in enumerate(said):
        known = any(is_definite(word) for near in (*said[max(0, at - _NEAR_NOUN) : at], key) for word in near.split())
        (named if known else rest).update((key, *key.split()))
    return frozenset(rest - named)


def _is_any_of_those(
    one: Collection[str], those: Collection[str], said: Sequence[str], unnamed: Collection[str]
) -> bool:
    several = [word for word in those if is_plural(word) and word not in unnamed]
    named = pattern("touches", "DEFINITE").fullmatch
    is_named = any(map(named, those)) and not any(map(pattern("touches", "SINGLED").fullmatch, those))  # "one of the"
    if not several or not is_named or any(map(pattern("touches", "UNIVERSAL").fullmatch, one)):
        return False
    bound = {before for before, word in itertools.pairwise(said) if pattern("modal", "COMMANDING").fullmatch(word)}
    bound.update(said[:2] if any(map(pattern("modal", "COMMANDING").fullmatch, said)) else ())
    nouns = [word for key in one if key not in bound for word in key.split() if not is_plural(word)]
    is_one = any(pattern("touches", "INDEFINITE", "ANY_OF").fullmatch(word) for word in (*one, *nouns))
    return is_one and any(itertools.starmap(same_base, itertools.product(nouns, several)))


def done_with(edits: Edits) -> bool:
    """Whether an act is done with somebody that is done to them: "supervise with", "supervise", "supervision over".

    Not where the noun for the act takes a "with": "hold consultations with", "consult".
    """
    joint, other = counted(edits.mine.keys), counted(edits.other.keys)
    accompanying = pattern("touches", "ACCOMPANYING").fullmatch
    rest = [word for word in (*joint, *other) if not accompanying(word)]
    bare = pattern("touches", "UNACCOMPANIED", "LIGHT", "DEFINITE", "INDEFINITE").fullmatch
    is_of_noun = any(is_noun(word) and not is_noun(verb) for word, verb in edits.pairs)
    is_with = any(map(accompanying, joint)) and not any(map(accompanying, other))
    return is_with and all(map(bare, rest)) and not is_of_noun


def opposites(edits: Edits) -> Iterator[Touch]:
    """What words turn that stand for their opposites, by phrases and by their words."""
    known = edits.known
    for went, came in _phrases_and_words(edits):
        for ours, theirs in sharing(went, came, known.signs_of_opposites):
            turned = known.turned(ours, theirs, is_listed=is_closed(ours) or is_closed(theirs))
            if turned:
                yield Touch(turned)


def opposites_by_prefix(edits: Edits) -> bool:
    """Whether a word stands for one that denies it by a prefix: "lawful", "unlawful"."""
    known = edits.known
    pairs = (pair for sides in _phrases_and_words(edits) for pair in sharing(*sides, known.signs_of_prefixes))
    return any(itertools.starmap(known.is_denied_by_prefix, pairs))


def _phrases_and_words(edits: Edits) -> tuple[tuple[list[str], list[str]], ...]:
    mine, other = edits.sides
    return (counted(mine.keys), counted(other.keys)), (counted(mine.words), counted(other.words))


def sides_of_globe(edits: Edits) -> bool:
    """Whether a point lies on another side of the globe: "45° N", "45° S"."""
    return all(any(map(pattern("touches", "COMPASS").fullmatch, counted(side.words))) for side in edits.sides)


def ends(edits: Edits) -> bool:
    """Whether one text alone denies an act from now on, where no opposite says so: "shall cease to apply"."""
    is_end = [any(map(pattern("touches", "ENDING").fullmatch, counted(side.keys))) for side in edits.sides]
    return is_end[0] != is_end[1] and not edits.opposed


# ---------------------------------------------------------------- of what sort the edits are


def singled(edits: Edits) -> bool:
    """Whether one of them stands for those named, in either text."""
    return any_of_those(edits) or any_of_those(edits.from_there())


def one_side_only(edits: Edits) -> bool:
    """Whether words of substance only came or only went."""
    return any(carries_nothing(counted(side.words)) for side in edits.sides)


def one_sided(edits: Edits) -> bool:
    """The same, but for a noun where the other text has a pronoun."""
    return bool(edits.turned) and one_side_only(edits) and not _is_named(edits)


def related(edits: Edits) -> bool:
    """Whether each word stands for one that says the like in some sense."""
    if not edits.turned or one_sided(edits):
        return False
    return _is_named(edits) or _are_related(edits)


def _is_named(edits: Edits) -> bool:
    """Whether nothing differs but that a noun stands for a pronoun."""
    return edits.turned == {Touch.WORDS} and (_names_again(edits) or _names_again(edits.from_there()))


def _names_again(edits: Edits) -> bool:
    """Whether words name what the passage names already, where a pronoun stands instead: "it", "the carrier"."""
    named = [word for word in counted(edits.mine.words) if touched(word)]
    if not named or not any(map(pattern("touches", "PRONOUN").fullmatch, counted(edits.other.keys))):
        return False
    there = [*edits.beside()]
    return all(any(same_base(a, b) or edits.known.names_one_act(a, b) for b in there) for a in named)


def _are_related(edits: Edits) -> bool:
    """Whether each word of substance that went has one related to it among those that came, and the reverse."""
    went, came = (Counter({word: n for word, n in side.words.items() if touched(word)}) for side in edits.sides)
    take(went, came, edits.known.signs_of_related, edits.known.is_related)
    return not +went and not +came


def renamed(edits: Edits) -> bool:
    """Whether as many nouns or qualities came as went."""
    left_out, put_in = map(_of_substance, edits.sides)
    return are_names([*left_out, *put_in]) and len(left_out) == len(put_in)


def rephrased(edits: Edits) -> bool:
    """Whether more or fewer words of substance came than went, and not all of them are nouns or qualities."""
    left_out, put_in = map(_of_substance, edits.sides)
    return not are_names([*left_out, *put_in]) and len(left_out) != len(put_in)


def _of_substance(side: Side) -> list[str]:
    return [word for word in (+side.words).elements() if Touch.WORDS in touched(word)]


def restricted(edits: Edits) -> bool:
    """Whether an "only" came or went."""
    shuts_out = pattern("touches", "RESTRICTIVE").fullmatch
    return any(shuts_out(word) for side in edits.sides for word in counted(side.words))


def weakened(edits: Edits) -> bool:
    """Whether a "normally" came or went."""
    weakens = pattern("touches", "WEAKENING").fullmatch
    return any(weakens(key) for side in edits.sides for key in counted(side.keys))


def citing(edits: Edits) -> bool:
    """Whether words came or went with which provisions and instruments are cited."""
    if any(cites(word) for side in edits.sides for word in counted(side.words)):
        return True
    return any(_is_for_citing(edits.known.wordings(key)) for side in edits.sides for key in counted(side.keys))


def _is_for_citing(wordings: Sequence[Sequence[str]]) -> bool:
    """Whether a key stands for phrases that cite: "hereof", "of this Treaty"; not "Party", "Party to this Treaty"."""
    phrases = [wording for wording in wordings if len(wording) > 1]
    return bool(phrases) and all(any(map(cites, phrase)) for phrase in phrases)
