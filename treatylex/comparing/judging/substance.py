"""Substance: what words that came and went do to the law, and what that weighs.

Guarantees: the same from either side; words with the same keys (`matching/usage`) turn nothing; a negation, a modal, a
figure, an operator or a side that came or went is never style, whatever stands around it.
"""

import difflib
import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.matching.usage import (
    Usage,
    base_of,
    bases_of,
    forms_of,
    is_denial,
    is_noun,
    look,
    opposed,
    same_base,
)
from treatylex.language.grammar import pattern
from treatylex.language.words import Form, bases
from treatylex.language.words import word as word_of
from treatylex.model.changes import Touch

_CLASSES: Mapping[str, Touch] = {
    "NEGATIVE": Touch.NEGATION,
    "MODAL": Touch.DUTY,
    "SIDE": Touch.SIDES,
    "OPERATOR": Touch.OPERATORS,
    "SCOPE_WORD": Touch.SCOPE,
    "MEASURE": Touch.FIGURES,
    "ORDER": Touch.SCOPE,
    "LETTER": Touch.NAMES,
}
_Relation = Callable[[str, str], bool]
_Signs = Callable[[str], Iterable[Hashable]]
"""What a word is known by: between words that share none of it, a relation does not hold."""
_FIGURE = re.compile(r"[\d.,/:]*\d[\d.,/:]*(?:th)?|[%°$€£<>=]")
_LEAST_JOINED = 5
"""Shorter words are not looked at for two in one."""
_LONGEST_JOINED = 60
"""Nor are longer ones: each place in a word is tried, and no two words are as long."""
_ASKED = ("LEAVE_BARRED", "LEAVE_GIVEN", "CALLED_FOR")
"""Conditions that ask for an act of somebody, as a clause or as a noun."""
_UNTELLING_FIGURE = "1"
"""The word "one" is often none."""


@attrs.frozen(kw_only=True)
class Judgement:
    """What some edits turn, and what that weighs in a clause of full weight.

    `light` says that words differ, but in form, in words that carry little, in near synonyms or in their order only;
    `one_sided` that words of substance only came or only went; `related` that each of them stands for one that says the
    like in some sense; `renamed` that as many nouns or qualities came as went, `rephrased` that more or fewer words
    came, and not all of them such; `restricted` that an "only" came or went; `opposed` that words stand for their
    opposites, or, which is `singled`, one for those named; `citing` that words came or went with which provisions and
    instruments are cited; `weakened` that a "normally" did; `rebuilt` that some words stand elsewhere or in another
    form, as in another construction.
    """

    touches: tuple[Touch, ...] = ()
    light: bool = False
    one_sided: bool = False
    related: bool = False
    renamed: bool = False
    rephrased: bool = False
    restricted: bool = False
    opposed: bool = False
    singled: bool = False
    citing: bool = False
    weakened: bool = False
    rebuilt: bool = False

    @property
    def is_wording(self) -> bool:
        """Whether the edits turn nothing at all."""
        return not self.touches and not self.light

    @property
    def is_replaced(self) -> bool:
        """Whether no more is known than that words stand where others stood: they may be synonyms that no list has."""
        return self.touches == (Touch.WORDS,) and not self.one_sided

    @property
    def weight(self) -> float:
        """What the weightiest of the touches weighs."""
        if self.touches:
            heaviest = max(weights.TOUCH_WEIGHTS[touch] for touch in self.touches)
            if not self.is_replaced:
                return heaviest
            if self.related:
                return weights.RELATED
            if self.rephrased:
                return weights.REPHRASED
            return weights.RENAMED if self.renamed else weights.REPLACED
        return weights.REWORDED if self.light else weights.WORDING


def judged(
    left: Sequence[str],
    right: Sequence[str],
    known: Usage,
    *,
    within: tuple[Sequence[str], Sequence[str]] = ((), ()),
    beside: Callable[[], Iterable[str]] = tuple,
) -> Judgement:
    """What differs between two texts by their keys, wherever in them it stands.

    `within` are the words around it in either text, `beside` gives those that the provisions share, where a pronoun may
    have its noun.

    Where the same words stand in another order it is wording, unless words that turn something changed their order:
    "A and B or C", "A or B and C".

    >>> from treatylex.comparing.matching.usage import usage
    >>> def of(left, right):
    ...     found = judged(usage().words(left), usage().words(right), usage())
    ...     return [touch.value for touch in found.touches] or found.weight
    >>> of("pursuant to Article 4", "in accordance with Article 4"), of("oil or gas", "oil and gas")
    (0.1, ['operators'])
    >>> of("the requesting Party", "the requested Party"), of("the goods", "some services")
    (['sides'], ['sides', 'scope'])
    >>> of("oil and gas or coal", "oil or gas and coal"), of("if so, act", "act if so")
    (['operators'], 0.1)
    >>> of("a report", "reports"), of("build the dam", "construct the dam")
    (0.2, 0.2)
    """
    lost, come, found = _differing(left, right, known, within)
    is_light = bool(lost or come)
    if is_light and not found and not (lost and come) and all(map(pattern("touches", "ADDING").fullmatch, lost | come)):
        return Judgement(light=True)  # two sentences were joined; an "and" in the place of an "in" is another matter
    if any(_is_then(*sides) or _is_underway(*sides) for sides in ((lost, come), (come, lost))):
        found.add(Touch.SCOPE)
    if _is_towards(lost, come) or _is_towards(come, lost):
        found.add(Touch.SIDES)
    for at, (whole, parted) in enumerate(((lost, come), (come, lost))):
        _take_acronyms(whole, parted, (left, right)[at], within[at], known)
        _take_doublets(whole, parted, within[at], known)
    _join_denials(lost, come, known)
    _join_denials(come, lost, known)
    _join_prefixes(lost, come, known)
    _join_prefixes(come, lost, known)
    pairs = _take_pairs(lost, come, known)
    found.update(Touch.SIDES for ours, theirs in pairs if _turns(ours, theirs))
    ends = [any(map(pattern("touches", "ENDING").fullmatch, +side)) for side in (lost, come)]
    weakened = any(pattern("touches", "WEAKENING").fullmatch(key) for key in (*+lost, *+come))
    before, after = _in_words(lost, come, known), _in_words(come, lost, known)
    is_one_of_those = any(
        _is_any_of_those(*sides)
        for sides in ((lost, come, within[0]), (come, lost, within[1]), (before, after, ()), (after, before, ()))
    )
    gone, fresh = before - after, after - before
    pairs += _take_pairs(gone, fresh, known)  # of phrases in turn: "written notice", "notification"
    _take_conditions(gone, fresh, pairs)
    _take_conditions(fresh, gone, [pair[::-1] for pair in pairs])
    gone, fresh = _heavy(gone, fresh, pairs), _heavy(fresh, gone, [pair[::-1] for pair in pairs])
    if any(ours != theirs and _are_one_quality(ours, theirs) for ours, theirs in pairs):
        gone, fresh = (_but(side, pattern("touches", "MANNER_NOUN").fullmatch) for side in (gone, fresh))
    _take_any(gone, fresh, come, within)
    _take_any(fresh, gone, lost, within[::-1])
    _take_each(gone, come, within)
    _take_each(fresh, lost, within[::-1])
    gone, fresh = +gone, +fresh
    for word in (*gone, *fresh):
        found.update(_touched(word))
    if _is_one_of(gone, fresh) or _is_one_of(fresh, gone):
        found.add(Touch.SCOPE)
    if bool(_weak_acts(gone)) != bool(_weak_acts(fresh)) and _acts(gone) and _acts(fresh):
        found.add(Touch.DUTY)
    if any(_tries(gone)) != any(_tries(fresh)):
        found.add(Touch.DUTY)
    opposed = {Touch.SCOPE} if is_one_of_those else set[Touch]()
    if _is_done_with(+lost, +come, pairs) or _is_done_with(+come, +lost, [pair[::-1] for pair in pairs]):
        opposed.add(Touch.SIDES)
    for went, came in ((lost, come), (gone, fresh)):  # by phrases and by their words
        for ours, theirs in _sharing(_counted(went), _counted(came), known.signs_of_opposites):
            turned = known.turned(ours, theirs, is_listed=is_closed(ours) or is_closed(theirs))
            opposed.update([Touch(turned)] if turned else ())
        by_prefix = _sharing(_counted(went), _counted(came), known.signs_of_prefixes)
        if any(itertools.starmap(known.is_denied_by_prefix, by_prefix)):
            opposed.add(Touch.NEGATION)
    if all(any(map(pattern("touches", "COMPASS").fullmatch, side)) for side in (gone, fresh)):
        opposed.add(Touch.SIDES)
    if ends[0] != ends[1] and not opposed:
        opposed.add(Touch.NEGATION)
    names_act = any(_names_act(word) for pair in pairs if pair[0] != pair[1] for word in pair)  # "supervision over"
    found |= opposed
    if _directions(gone) and _directions(fresh) and not any(map(_is_act_and_noun, pairs)):
        found.add(Touch.SCOPE)
    if not names_act and any(_is_limit_more(*sides) for sides in ((gone, fresh), (fresh, gone))):
        found.add(Touch.SCOPE)
    one_sided = bool(found) and (carries_nothing(gone) or carries_nothing(fresh))
    if one_sided and any(pattern("touches", "LEAVE_OR_VOTES").fullmatch(base_of(word)) for word in (*gone, *fresh)):
        found.add(Touch.OPERATORS)
    is_named = found == {Touch.WORDS} and (
        _names_again(gone, come, beside, known) or _names_again(fresh, lost, beside, known)
    )
    one_sided = one_sided and not is_named
    related = bool(found) and not one_sided and (is_named or _are_related(gone, fresh, known))
    left_out, put_in = ([w for w in side.elements() if Touch.WORDS in _touched(w)] for side in (gone, fresh))
    are_names = _are_names([*left_out, *put_in])
    restricted = any(pattern("touches", "RESTRICTIVE").fullmatch(word) for word in (*gone, *fresh))
    citing = any(map(_cites, (*gone, *fresh))) or any(_is_for_citing(known.wordings(key)) for key in (*+lost, *+come))
    return Judgement(
        touches=in_order(found),
        light=is_light or bool(found),
        one_sided=one_sided,
        related=related,
        renamed=are_names and len(left_out) == len(put_in),
        rephrased=not are_names and len(left_out) != len(put_in),
        restricted=restricted,
        opposed=bool(opposed),
        singled=is_one_of_those,
        citing=citing,
        weakened=weakened,
    )


def _is_then(now: Collection[str], then: Collection[str]) -> bool:
    """Whether nothing differs but that something was so and is so no more: "which were registered".

    Not "if it were", which supposes that it is so.
    """
    is_past = all(map(pattern("touches", "PAST").fullmatch, then)) and {*now, *then} != {"is", "were"}
    return bool(now and then) and is_past and all(map(pattern("touches", "PRESENT").fullmatch, now))


def _is_underway(going: Collection[str], done: Collection[str]) -> bool:
    """Whether an act goes on that was done: "which are being seized", "which have been seized"."""
    is_going, is_done = pattern("touches", "UNDERWAY").fullmatch, pattern("touches", "DONE").fullmatch
    return any(map(is_going, going)) and any(map(is_done, done))


def _is_one_of(words: Collection[str], others: Collection[str]) -> bool:
    """Whether one of several stands where all of them stood: "one of the members", "the members"."""
    is_singled = any(map(pattern("touches", "SINGLED").fullmatch, words)) and "of" in words
    said_of_one = pattern("touches", "INDEFINITE", "ANY_OF", "UNIVERSAL", "SINGLED").fullmatch
    return is_singled and not any(map(said_of_one, others))


def _is_any_of_those(one: Collection[str], those: Collection[str], said: Sequence[str]) -> bool:
    """Whether some member, or any, stands where those named stood: "the Parties agree", "either Party agrees".

    Not where a duty of any of them is one of each: "any Party shall report".
    """
    several = [word for word in those if _is_plural(word)]
    named = pattern("touches", "DEFINITE").fullmatch
    is_named = any(map(named, those)) and not any(map(pattern("touches", "SINGLED").fullmatch, those))  # "one of the"
    if not several or not is_named or any(map(pattern("touches", "UNIVERSAL").fullmatch, one)):
        return False
    bound = {before for before, word in itertools.pairwise(said) if pattern("modal", "COMMANDING").fullmatch(word)}
    bound.update(said[:2] if any(map(pattern("modal", "COMMANDING").fullmatch, said)) else ())
    nouns = [word for key in one if key not in bound for word in key.split() if not _is_plural(word)]
    is_one = any(pattern("touches", "INDEFINITE", "ANY_OF").fullmatch(word) for word in (*one, *nouns))
    return is_one and any(itertools.starmap(same_base, itertools.product(nouns, several)))


def _is_plural(key: str) -> bool:
    """Whether a word may be a plural; one of a verb's forms looks like it."""
    return not forms_of(key).isdisjoint((Form.NOUNS, Form.THIRD))


def _is_towards(owned: Collection[str], given: Collection[str]) -> bool:
    """Whether nothing differs but that a thing goes to whom it belonged: "its offer", "the offer to it"."""
    is_owned = bool(owned) and all(map(pattern("touches", "POSSESSIVE").fullmatch, owned))
    rest = [word for word in given if not pattern("touches", "PRONOUN", "DEFINITE").fullmatch(word)]
    is_side = len(rest) == 1 and pattern("touches", "TAKING_SIDE").fullmatch(rest[0]) is not None
    return is_owned and is_side and not pattern("touches", "AGENT").fullmatch(rest[0])


def _in_words(keys: Counter[str], others: Counter[str], known: Usage) -> Counter[str]:
    """The words of some keys; of a phrase, those of the like one that leaves least beside what the other text has."""

    @functools.cache
    def around() -> frozenset[Hashable]:
        return frozenset().union(*(known.signs_of_sense(word) for key in +others for word in key.split()))

    def left_over(phrase: Sequence[str]) -> tuple[int, int]:
        strange = [word for word in phrase if around().isdisjoint(known.signs_of_sense(word))]
        left = sum(bool(_touched(word)) or _is_direction(word) for word in strange)
        return left, 0 if left else len(strange) - len(phrase)

    def is_told(phrase: Sequence[str]) -> bool:
        """Whether the other text has any of a phrase: "and" is no "as also" because that says little."""
        return any(not around().isdisjoint(known.signs_of_sense(word)) for word in phrase)

    found: Counter[str] = Counter()
    for key, count in keys.items():
        if count > 0:
            wordings = known.wordings(key)
            # Not what denies, which does so by its place: "not bound to", "bound not to"
            others_told = [each for each in wordings[1:] if not any(map(is_denial, each)) and is_told(each)]
            chosen = min([wordings[0], *others_told], key=left_over) if others_told else wordings[0]
            for word in chosen:
                found[word] += count
    return found


def _take_acronyms(
    whole: Counter[str], parted: Counter[str], said: Sequence[str], beside: Sequence[str], known: Usage
) -> None:
    """Take out a name and the letters that its words begin with: "International Court of Justice", "ICJ".

    Or the letters alone, where they only come beside the name.
    """
    for letters in [key for key in parted if pattern("touches", "ACRONYM").fullmatch(key) and not bases(key)]:
        gone = [key for key in said if whole[key] > 0]
        if (name := _spelling(gone, letters, known)) is not None:
            whole.subtract(name)
            del parted[letters]
        elif _spelling(beside, letters, known) is not None:
            del parted[letters]


def _spelling(keys: Iterable[str], letters: str, known: Usage) -> Sequence[str] | None:
    """The neighbours among some keys whose words begin with some letters, if there are any."""
    words = [key for key in keys if key[0].isalpha() and not _is_empty(key)]
    initials = [*map(known.initials, words)]
    at = "".join(initials).find(letters)
    if at < 0:
        return None  # as nearly always
    starts = list(itertools.accumulate(map(len, initials), initial=0))
    is_whole = at in starts and at + len(letters) in starts
    return words[starts.index(at) : starts.index(at + len(letters))] if is_whole else None


def _take_doublets(more: Counter[str], less: Counter[str], said: Sequence[str], known: Usage) -> None:
    """Take out one of two synonyms that are joined, where the other of them stays: "null and void", "void".

    Those of the table alone: of "rights and privileges" neither says all.
    """
    doubled = [key for key in +more if Touch.WORDS in _touched(key)]
    if len(doubled) != 1 or not carries_nothing(+less):
        return
    for at, joint in enumerate(said):
        twins = (said[at - 1], said[at + 1]) if 0 < at < len(said) - 1 else ("", "")
        is_joined = more[joint] > 0 and pattern("touches", "PAIRING").fullmatch(joint) and doubled[0] in twins
        if is_joined and (twins[0] == twins[1] or known.is_listed_near(*twins)):
            more.subtract((joint, *doubled))
            return


def _names_again(words: Counter[str], instead: Counter[str], beside: Callable[[], Iterable[str]], known: Usage) -> bool:
    """Whether words name what the passage names already, where a pronoun stands instead: "it", "the carrier"."""
    named = [word for word in words if _touched(word)]
    if not named or not any(map(pattern("touches", "PRONOUN").fullmatch, +instead)):
        return False
    there = [*beside()]
    return all(any(same_base(a, b) or known.names_one_act(a, b) for b in there) for a in named)


def _take_conditions(clausal: Counter[str], nominal: Counter[str], pairs: Collection[tuple[str, str]]) -> None:
    """Take out what opens a clause that asks for an act, and the preposition before the noun for that act.

    "Unless the owner consents", "without the owner's consent"; "if a Party so requests", "at the request of a Party".
    """
    went, came = zip(*pairs, strict=True) if pairs else ((), ())
    for kind in _ASKED:
        opener, before, act = (pattern("touches", f"{kind}_{part}").fullmatch for part in ("IF", "BY", "ACT"))
        asked = next((word for word in _counted(clausal) if opener(word)), None)
        named = asked and next((word for word in _counted(nominal) if before(word)), None)
        if not asked or not named:
            continue
        sides = ((*_counted(clausal), *went), (*_counted(nominal), *came))
        acts = [{base for word in side for base in bases_of(word)} for side in sides]
        if all(any(map(act, words)) for words in acts):
            clausal.subtract((asked,))
            nominal.subtract((named,))


def _cites(word: str) -> bool:
    return pattern("touches", "CITING").fullmatch(base_of(word)) is not None


def _is_for_citing(wordings: Sequence[Sequence[str]]) -> bool:
    """Whether a key stands for phrases that cite: "hereof", "of this Treaty"; not "Party", "Party to this Treaty"."""
    phrases = [wording for wording in wordings if len(wording) > 1]
    return bool(phrases) and all(any(map(_cites, phrase)) for phrase in phrases)


def _take_any(
    words: Counter[str], others: Counter[str], instead: Counter[str], within: tuple[Sequence[str], Sequence[str]]
) -> None:
    """Take out an "any" that says no more than the other text says without it.

    Below a denial in both: "disclose no information", "not disclose any information"; for an "a" at the head or in a
    condition: "a dispute shall", "if any dispute"; for a plural at the head that names none: "disputes shall"; and for
    an "every" or "all" at the head of who acts: "every official shall be immune", "any official".
    """
    any_of, universal = pattern("touches", "ANY_OF").fullmatch, pattern("touches", "UNIVERSAL").fullmatch
    found = [word for word in +words if any_of(word)]
    if len(found) != 1:
        return
    denied = [any(map(is_denial, side)) for side in within]
    scopes = [word for word in +others if Touch.SCOPE in _touched(word)]
    stands_for_a = any(map(pattern("touches", "INDEFINITE").fullmatch, +instead))
    opens = pattern("touches", "CONDITIONAL").fullmatch
    supposed = any(opens(before) and any_of(key.split()[0]) for before, key in itertools.pairwise(within[0]))
    leads = supposed or any(map(any_of, _who_acts(within[0])))
    stands_for_a = stands_for_a or _is_said_of_many(*within)
    is_free = all(denied) or (stands_for_a and leads)  # not "shall invite any State", which may be more than one
    if is_free and not scopes:
        words.subtract(found)
        return
    is_universal = len(scopes) == 1 and universal(scopes[0]) and not any(denied)
    if is_universal and any(map(any_of, _who_acts(within[0]))) and any(map(universal, _who_acts(within[1]))):
        words.subtract(found)
        others.subtract(scopes)


def _take_each(words: Counter[str], instead: Counter[str], within: tuple[Sequence[str], Sequence[str]]) -> None:
    """Take out an "each" at the head of who acts where the other text has an "a": "each child", "a child shall"."""
    universal, indefinite = pattern("touches", "UNIVERSAL").fullmatch, pattern("touches", "INDEFINITE").fullmatch
    found = [word for word in +words if universal(word)]
    leads = any(map(universal, _who_acts(within[0]))) and any(map(indefinite, _who_acts(within[1])))
    if len(found) == 1 and leads and any(map(indefinite, +instead)) and not any(map(is_denial, within[0])):
        words.subtract(found)


def _is_said_of_many(of_any: Sequence[str], of_many: Sequence[str]) -> bool:
    """Whether an "any" stands before a noun that the other text has in the plural, and names none: "any dispute"."""
    any_of, definite = pattern("touches", "ANY_OF").fullmatch, pattern("touches", "DEFINITE").fullmatch
    nouns = [noun for before, noun in itertools.pairwise(of_any) if any_of(before) and not _is_plural(noun)]
    several = [word for before, word in itertools.pairwise(("", *of_many)) if _is_plural(word) and not definite(before)]
    return any(itertools.starmap(same_base, itertools.product(nouns, several)))


def _who_acts(said: Sequence[str]) -> Iterator[str]:
    """The first word at the head of a sentence, and of each phrase right before a modal that no condition opens."""
    if said:
        yield said[0].split()[0]
    for before, key, after in zip(said, said[1:], said[2:], strict=False):
        if pattern("touches", "MODAL").match(after) and not pattern("touches", "OPERATOR").fullmatch(before):
            yield key.split()[0]


def _but(words: Counter[str], apart: Callable[[str], object]) -> Counter[str]:
    """Some words without those that are told apart."""
    return Counter({word: count for word, count in words.items() if not apart(base_of(word))})


def _is_act_and_noun(pair: tuple[str, str]) -> bool:
    """Whether of two words one is a participle and the other the noun for its act: "supervised by", "supervision"."""
    return pair[0] != pair[1] and any(map(_is_participle, pair)) and not all(map(_is_participle, pair))


def _is_done_with(joint: Collection[str], other: Collection[str], pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether an act is done with somebody that is done to them: "supervise with", "supervise", "supervision over".

    Not where the noun for the act takes a "with": "hold consultations with", "consult". `pairs` are words of either
    text that answer to each other.
    """
    accompanying = pattern("touches", "ACCOMPANYING").fullmatch
    rest = [word for word in (*joint, *other) if not accompanying(word)]
    bare = pattern("touches", "UNACCOMPANIED", "LIGHT", "DEFINITE", "INDEFINITE").fullmatch
    names_act = any(is_noun(word) and not is_noun(verb) for word, verb in pairs)
    done_with = any(map(accompanying, joint)) and not any(map(accompanying, other))
    return done_with and all(map(bare, rest)) and not names_act


def _weak_acts(words: Iterable[str]) -> list[str]:
    return [word for word in words if pattern("touches", "WEAK_ACT").fullmatch(base_of(word))]


def _tries(words: Iterable[str]) -> Iterator[bool]:
    """Of each word whether it makes an effort of a duty: "shall endeavour to agree"."""
    return (pattern("touches", "EFFORT").fullmatch(word) is not None for word in words)


def _acts(words: Iterable[str]) -> bool:
    """Whether any of some words can be a verb."""
    return any(not forms_of(word).isdisjoint((Form.BASE, Form.THIRD, Form.GERUND, Form.PAST)) for word in words)


def _heavy(words: Counter[str], others: Counter[str], pairs: Iterable[tuple[str, str]]) -> Counter[str]:
    """Some words but those that add nothing to an act beside them that the other text has as a verb: "give notice"."""
    if any(_names_act(word) for word, other in pairs if word != other):
        light = pattern("touches", "LIGHT")
    elif carries_nothing(others) and not any(map(_is_participle, words)):
        light = pattern("touches", "LIGHT_VERB")
    else:
        return +words
    return Counter({word: count for word, count in (+words).items() if not light.fullmatch(base_of(word))})


def _names_act(word: str) -> bool:
    """Whether a word can be a noun or a gerund; in a key of several, nouns look like verbs."""
    return is_noun(word) or Form.GERUND in forms_of(word)


def _are_related(gone: Counter[str], fresh: Counter[str], known: Usage) -> bool:
    """Whether each word of substance that went has one related to it among those that came, and the reverse."""
    went, came = (Counter({word: n for word, n in side.items() if _touched(word)}) for side in (gone, fresh))
    _take(went, came, known.signs_of_related, known.is_related)
    return not +went and not +came


def _are_names(words: Collection[str]) -> bool:
    """Whether all of some words are nouns or qualities; a noun may be a quality: "armed forces", "police forces"."""
    classes = [_usual_classes(word) for word in words]
    return bool(classes) and classes[0].intersection(*classes) == {Form.NOUN}


_CLASS_OF = {
    Form.ADJECTIVE: Form.NOUN,
    Form.NOUNS: Form.NOUN,
    Form.THIRD: Form.BASE,
    Form.PAST: Form.BASE,
    Form.PARTICIPLE: Form.BASE,
    Form.GERUND: Form.BASE,
}


@functools.lru_cache(maxsize=65536)
def _usual_classes(key: str) -> frozenset[Form]:
    """The classes, each by its plain form, of which a word is in common use; a word that no list has is a noun."""
    word = base_of(key)
    usual = frozenset(_CLASS_OF.get(form, form) for form in word_of(word).usual) or frozenset({Form.NOUN})
    forms = frozenset(_CLASS_OF.get(form, form) for form in forms_of(key) if form is not Form.THIRD)
    return usual & forms or usual


def is_wording(left: Sequence[str], right: Sequence[str], known: Usage) -> bool:
    """Whether what differs between two texts by their keys turns nothing at all, as `judged` says at more length."""
    lost, come, found = _differing(left, right, known)
    return not lost and not come and not found


def _differing(
    left: Sequence[str], right: Sequence[str], known: Usage, within: Iterable[Sequence[str]] = ()
) -> tuple[Counter[str], Counter[str], set[Touch]]:
    """The words that went and that came, but for what a printer or a scan made of them, and what their order turns."""
    lost, come = Counter(left) - Counter(right), Counter(right) - Counter(left)
    found = (
        _turned_by_order(left, right, {*left, *right, *itertools.chain(*within)}) if not lost and not come else set()
    )
    _rejoin(lost, come, known)
    _rejoin(come, lost, known)
    _take(lost, come, _looks, _is_misread)
    return +lost, +come, found


def _turned_by_order(left: Sequence[str], right: Sequence[str], around: Collection[str]) -> set[Touch]:
    """What the words of closed classes and figures turn that stand in another order among each other.

    Only what left its place counts: a condition that goes from the end to the front keeps its words in order. No place
    is told by such a word itself, which stands in many. Nothing is turned where two words changed places about an "and"
    that is the only sort of joining word around.
    """
    first, second = sorted((list(left), list(right)))
    gone: list[str] = []
    come: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(is_closed, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += first[a:b]
            come += second[c:d]
    joining = {word for word in around if pattern("touches", "PAIRING").fullmatch(word)}
    if len(joining) == 1 and _is_pair_turned(gone, come):
        return set()
    ours, theirs = ([word for key in side for word in key.split() if is_closed(word)] for side in (gone, come))
    return {touch for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1] for touch in _touched(pair[0])}


def _is_pair_turned(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether words went round an "and" or "or" that stayed between them and their neighbour: "legal and technical"."""
    return any(
        pattern("touches", "PAIRING").fullmatch(key) and [*gone[at + 1 :], key, *gone[:at]] == list(come)
        for at, key in enumerate(gone)
    )


def exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two words stand in each other's place, each tied to what is before it in the other's way.

    >>> exchanged("sent from Rome to Bern".split(), "sent from Bern to Rome".split())
    True
    >>> exchanged("sent from Rome to Bern".split(), "sent to Bern from Rome".split())
    False
    """
    ours, theirs = Counter(_ties(left)), Counter(_ties(right))
    gone, come = set(ours - theirs), set(theirs - ours)
    return any((other, word) in come and (tie, there) in come for tie, word in gone for other, there in gone)


def _ties(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word that ties, with the first word of substance behind it."""
    tie = ""
    for word in words:
        if pattern("touches", "TYING").fullmatch(word):
            tie = word
        elif tie and Touch.WORDS in _touched(word):
            yield tie, word
            tie = ""


def regrouped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the same words belong together otherwise.

    An "only" restricts another word, or a phrase hangs on one of two things that are joined where it hung on both.

    >>> def of(left, right):
    ...     return regrouped(left.split(), right.split())
    >>> of("goods and services of the Party", "goods of the Party and services")
    True
    >>> of("submit to the Council a report and a plan", "submit a report and a plan to the Council")
    False
    >>> of("only Parties may inspect", "Parties may only inspect"), of("only be used there", "be used only there")
    (True, False)
    """
    ours, theirs = set(_restricted(left)), set(_restricted(right))
    is_moved = any(word in right for word in ours - theirs) and any(word in left for word in theirs - ours)
    return is_moved or _hang_otherwise(left, right)


def _restricted(words: Sequence[str]) -> Iterator[str]:
    """The word of substance behind each word that shuts out others; a passive verb is none that it tells."""
    for at, word in enumerate(words):
        if pattern("touches", "RESTRICTIVE").fullmatch(word):
            rest = (
                words[n] for n in range(at + 1, len(words)) if not _is_empty(words[n]) and not _is_passive(words, n)
            )
            yield next(rest, "")


def _is_passive(words: Sequence[str], at: int) -> bool:
    """Whether a word is the participle of a passive: "be used", "be only used"."""
    is_after_be = any(pattern("touches", "COPULA").fullmatch(base_of(word)) for word in words[max(0, at - 2) : at])
    return is_after_be and _is_participle(words[at])


def _is_participle(word: str) -> bool:
    return not forms_of(word).isdisjoint((Form.PAST, Form.PARTICIPLE))


def _hang_otherwise(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether what stands before an "and" has lost or gained a phrase at its end that the other text has elsewhere."""
    ours, theirs = _joined(left), _joined(right)
    if len(ours) != len(theirs):
        return False
    for said, said_there in zip(ours[:-1], theirs[:-1], strict=True):
        shorter, longer = sorted((said, said_there), key=len)
        more = longer[len(shorter) :]
        if more and shorter and longer[: len(shorter)] == shorter and _hangs(more[0]):
            return True
    return False


def _joined(words: Sequence[str]) -> list[list[str]]:
    """The stretches between the words that join."""
    found: list[list[str]] = [[]]
    for word in words:
        if pattern("touches", "PAIRING").fullmatch(word):
            found.append([])
        elif not _is_empty(word) or _hangs(word):
            found[-1].append(word)
    return found


def _hangs(word: str) -> bool:
    """Whether a phrase that begins with a word hangs on what stands before it: "of the Party", "made in Peru"."""
    return pattern("touches", "TYING").fullmatch(word) is not None or _is_participle(word)


def carries_nothing(words: Iterable[str]) -> bool:
    """Whether none of some words is one of substance."""
    return not any(map(_touched, words))


def in_order(found: Collection[Touch]) -> tuple[Touch, ...]:
    """Touches in the order of `Touch`, each once; `WORDS` only where nothing says more."""
    return tuple(touch for touch in Touch if touch in found and (touch is not Touch.WORDS or set(found) == {touch}))


def _rejoin(whole: Counter[str], parted: Counter[str], known: Usage) -> None:
    """Take out what is one word in one text and two in the other: "long-term", "long term"."""
    if not parted:
        return
    for key in [key for key in whole if _LEAST_JOINED <= len(key) <= _LONGEST_JOINED and key.isalpha()]:
        if known.openings(key).isdisjoint(parted):
            continue  # as nearly always
        for at in range(1, len(key)):
            first = known.words(key[:at])
            if not all(map(parted.__contains__, first)):
                continue
            parts = Counter((*first, *known.words(key[at:])))
            if parts <= parted:
                parted -= parts
                whole -= Counter((key,))
                break


def _join_denials(parted: Counter[str], whole: Counter[str], known: Usage) -> None:
    """Take out of both a verb with its denial, wherever that stands, and the phrase that is near it.

    "Nothing in this Treaty shall affect" is "this Treaty shall not affect", and that "shall be without prejudice to".
    """
    for denial in filter(is_denial, [*parted]):
        denying = _denying(whole, known)
        for verb in [*+parted] if denying else ():
            found = denying.get(base_of(verb))
            if found is not None and parted[denial] > 0:
                parted.subtract((denial, verb))
                whole.subtract((found,))
                denying = _denying(whole, known)


def _denying(words: Counter[str], known: Usage) -> Mapping[str, str]:
    """What some words deny: for each verb the first that stands for a phrase with a "not" for it."""
    several = [(affirmed, key) for key in _counted(words) for affirmed in known.affirmed(key)]
    return dict(reversed(several))


def _join_prefixes(parted: Counter[str], whole: Counter[str], known: Usage) -> None:
    """Take out of both a quality with its denial, and what denies it by a prefix: "not possible", "impossible"."""
    for denial in filter(is_denial, [*parted]):
        pairs = _sharing(list(+parted), list(+whole), known.signs_of_prefixes)
        found = next((pair for pair in pairs if len(pair[0]) < len(pair[1]) and known.is_denied_by_prefix(*pair)), None)
        if found is not None and parted[denial] > 0:
            parted.subtract((denial, found[0]))
            whole.subtract(found[1:])


def _take_pairs(lost: Counter[str], come: Counter[str], known: Usage) -> list[tuple[str, str]]:
    """Words that came in another form, as a near synonym or as the noun for the act; they are taken out of both."""
    return [
        *_take(lost, come, _unless_closed(bases_of), same_base),
        *_take(lost, come, _as_quality, _are_one_quality),
        *_take(lost, come, _as_universal, _are_universal),
        *_take(lost, come, _unless_closed(known.signs_of_near), known.is_near),
        *_take(lost, come, known.listed_near, known.is_listed_near),
        *_take(lost, come, _unless_closed(known.signs_of_act), known.names_one_act),
    ]


def _as_universal(key: str) -> tuple[str, ...]:
    return ("universal",) if pattern("touches", "UNIVERSAL").fullmatch(key) else ()


def _are_universal(ours: str, theirs: str) -> bool:
    """Whether both words say everything of a kind: "in all cases", "in every case"."""
    return bool(_as_universal(ours) and _as_universal(theirs))


def _as_quality(key: str) -> tuple[str]:
    """An adjective, and the adverb made of it, as the adjective: "equally" as "equal"."""
    return (opposed(key),)


def _are_one_quality(ours: str, theirs: str) -> bool:
    return opposed(ours) == opposed(theirs)


def _unless_closed(signs: _Signs) -> _Signs:
    """The signs of words of no closed class; those have none."""
    return lambda key: () if is_closed(key) else signs(key)


def _take(lost: Counter[str], come: Counter[str], signs: _Signs, relation: _Relation) -> list[tuple[str, str]]:
    """The words between which a relation holds; they are taken out of what is lost and come."""
    pairs: list[tuple[str, str]] = []
    for ours, theirs in _sharing(_counted(lost), _counted(come), signs):
        if lost[ours] and come[theirs] and relation(ours, theirs):
            size = min(lost[ours], come[theirs])
            lost[ours] -= size
            come[theirs] -= size
            pairs.append((ours, theirs))
    return pairs


def _counted(words: Counter[str]) -> list[str]:
    """The words of which any are left."""
    return [word for word, count in words.items() if count > 0]


def _sharing(left: Collection[str], right: Collection[str], signs: _Signs) -> list[tuple[str, str]]:
    """The pairs of words that share a sign, in the order of the alphabet, so that few of all pairs are looked at."""
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    known = set[Hashable]().union(*map(signs, fewer))
    if not known:
        return []
    near = [word for word in more if not known.isdisjoint(signs(word))]
    if not near:
        return []  # nearly always
    having: dict[Hashable, list[str]] = defaultdict(list)
    for word in near:
        for sign in signs(word):
            having[sign].append(word)
    pairs = {(word, other) for word in fewer for sign in signs(word) if sign in having for other in having[sign]}
    return sorted(pairs if fewer is left else {(ours, theirs) for theirs, ours in pairs})


def _looks(key: str) -> tuple[str]:
    """What is the same in a word and in what a scan made of it."""
    return (look(base_of(key)),)


def _is_misread(ours: str, theirs: str) -> bool:
    """Whether one of two words is what a scan made of the other: "shaIl" is no word."""
    is_alike = look(base_of(ours)) == look(base_of(theirs)) and not any(map(_FIGURE.fullmatch, (ours, theirs)))
    return is_alike and _is_word(ours) != _is_word(theirs)


def _is_word(key: str) -> bool:
    closed = pattern("touches", "FUNCTION_WORD", "DIRECTION", *_CLASSES)
    return bool(bases(base_of(key)) or closed.fullmatch(key))


def _turns(ours: str, theirs: str) -> bool:
    """Whether two forms of one word name the two sides of an act: requesting, requested."""
    if same_base(ours, theirs) and ours != theirs:
        forms = [forms_of(ours), forms_of(theirs)]
        return any(Form.GERUND in a and (Form.PAST in b or Form.PARTICIPLE in b) for a, b in (forms, forms[::-1]))
    return False


@functools.lru_cache(maxsize=50_000)  # asked of each word that came with each that went
def is_closed(key: str) -> bool:
    """Whether a word is of a class that no synonym stands for."""
    return any(_touched(key)) and Touch.WORDS not in _touched(key)


@functools.lru_cache(maxsize=50_000)  # asked of the same few thousand words over and over
def _touched(word: str) -> frozenset[Touch]:
    """What a word that came or went turns."""
    if word.startswith("→"):
        return frozenset({Touch.CITATIONS})
    if _FIGURE.fullmatch(word):
        return frozenset() if word == _UNTELLING_FIGURE else frozenset({Touch.FIGURES})
    known = pattern("touches", *_CLASSES).fullmatch(base_of(word))
    if known is not None:
        return frozenset({_CLASSES[str(known.lastgroup)]})
    return frozenset() if _is_empty(word) else frozenset({Touch.WORDS})


@functools.lru_cache(maxsize=50_000)
def _is_empty(word: str) -> bool:
    """Whether a word carries little by itself."""
    return len(word) == 1 or pattern("touches", "FUNCTION_WORD", "DIRECTION").fullmatch(base_of(word)) is not None


def _is_limit_more(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a limit stands where nothing ties: "within 30 days after the vote", "30 days after the vote"."""
    is_limit = any(map(pattern("touches", "LIMIT").fullmatch, words))
    return is_limit and not any(map(pattern("touches", "TYING", "DIRECTION", "ORDER").fullmatch, others))


def _directions(words: Iterable[str]) -> bool:
    return any(map(_is_direction, words))


@functools.lru_cache(maxsize=50_000)
def _is_direction(word: str) -> bool:
    return pattern("touches", "DIRECTION", "ORDER").fullmatch(word) is not None
