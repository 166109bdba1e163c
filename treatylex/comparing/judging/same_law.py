"""Same law: which words that came and went say the same, each found by a decider that takes them out of both texts.

`substance` lists these deciders in the order in which they are asked; a decider takes out, and turns nothing.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from treatylex.comparing.judging.classes import (
    FIGURE,
    carries_nothing,
    is_empty,
    is_participle,
    is_plural,
    is_word,
    names_act,
    touched,
)
from treatylex.comparing.judging.counterparts import are_one_quality, counted, sharing, take, take_pairs
from treatylex.comparing.judging.edited_words import Edits, Side
from treatylex.comparing.matching.usage import (
    Usage,
    base_of,
    bases_of,
    is_denial,
    look,
    same_base,
)
from treatylex.language.grammar import pattern
from treatylex.language.words import bases
from treatylex.model.changes import Touch

_LEAST_JOINED = 5
"""Shorter words are not looked at for two in one."""
_LONGEST_JOINED = 60
"""Nor are longer ones: each place in a word is tried, and no two words are as long."""
_ASKED = ("LEAVE_BARRED", "LEAVE_GIVEN", "CALLED_FOR")
"""Conditions that ask for an act of somebody, as a clause or as a noun."""


# ---------------------------------------------------------------- what a printer or a scan made of a word


def divided_words(edits: Edits) -> None:
    """What is one word in one text and two in the other: "long-term", "long term"."""
    whole, parted, known = edits.mine.keys, edits.other.keys, edits.known
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


def misread_words(edits: Edits) -> None:
    """What a scan made of a word, which is none: "shaIl"."""
    take(edits.mine.keys, edits.other.keys, _looks, _is_misread)


def _looks(key: str) -> tuple[str]:
    """What is the same in a word and in what a scan made of it."""
    return (look(base_of(key)),)


def _is_misread(ours: str, theirs: str) -> bool:
    """Whether one of two words is what a scan made of the other: "shaIl" is no word."""
    is_alike = look(base_of(ours)) == look(base_of(theirs)) and not any(map(FIGURE.fullmatch, (ours, theirs)))
    return is_alike and is_word(ours) != is_word(theirs)


# ---------------------------------------------------------------- phrases


def joining_words(edits: Edits) -> None:
    """What only joins two sentences, where nothing else differs; an "and" in the place of an "in" is another matter."""
    keys = edits.mine.keys
    if not edits.other.keys and all(map(pattern("touches", "ADDING").fullmatch, keys)):
        keys.clear()


def acronyms(edits: Edits) -> None:
    """A name and the letters that its words begin with: "International Court of Justice", "ICJ".

    Or the letters alone, where they only come beside the name.
    """
    whole, parted, known = edits.mine.keys, edits.other.keys, edits.known
    for letters in [key for key in parted if pattern("touches", "ACRONYM").fullmatch(key) and not bases(key)]:
        gone = [key for key in edits.mine.said if whole[key] > 0]
        if (name := _spelling(gone, letters, known)) is not None:
            whole.subtract(name)
            del parted[letters]
        elif _spelling(edits.mine.around, letters, known) is not None:
            del parted[letters]


def _spelling(keys: Iterable[str], letters: str, known: Usage) -> Sequence[str] | None:
    """The neighbours among some keys whose words begin with some letters, if there are any."""
    words = [key for key in keys if key[0].isalpha() and not is_empty(key)]
    initials = [*map(known.initials, words)]
    at = "".join(initials).find(letters)
    if at < 0:
        return None  # as nearly always
    starts = list(itertools.accumulate(map(len, initials), initial=0))
    is_whole = at in starts and at + len(letters) in starts
    return words[starts.index(at) : starts.index(at + len(letters))] if is_whole else None


def doublets(edits: Edits) -> None:
    """One of two synonyms that are joined, where the other of them stays: "null and void", "void".

    Those of the table alone: of "rights and privileges" neither says all.
    """
    more, less, said = edits.mine.keys, edits.other.keys, edits.mine.around
    doubled = [key for key in +more if Touch.WORDS in touched(key)]
    if len(doubled) != 1 or not carries_nothing(+less):
        return
    for at, joint in enumerate(said):
        twins = (said[at - 1], said[at + 1]) if 0 < at < len(said) - 1 else ("", "")
        is_joined = more[joint] > 0 and pattern("touches", "PAIRING").fullmatch(joint) and doubled[0] in twins
        if is_joined and (twins[0] == twins[1] or edits.known.is_listed_near(*twins)):
            more.subtract((joint, *doubled))
            return


def denied_verbs(edits: Edits) -> None:
    """A verb with its denial, wherever that stands, and the phrase that is near it.

    "Nothing in this Treaty shall affect" is "this Treaty shall not affect", and that "shall be without prejudice to".
    """
    parted, whole, known = edits.mine.keys, edits.other.keys, edits.known
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
    several = [(affirmed, key) for key in counted(words) for affirmed in known.affirmed(key)]
    return dict(reversed(several))


def denied_qualities(edits: Edits) -> None:
    """A quality with its denial, and what denies it by a prefix: "not possible", "impossible"."""
    parted, whole, known = edits.mine.keys, edits.other.keys, edits.known
    for denial in filter(is_denial, [*parted]):
        pairs = sharing(list(+parted), list(+whole), known.signs_of_prefixes)
        found = next((pair for pair in pairs if len(pair[0]) < len(pair[1]) and known.is_denied_by_prefix(*pair)), None)
        if found is not None and parted[denial] > 0:
            parted.subtract((denial, found[0]))
            whole.subtract(found[1:])


def answering_phrases(edits: Edits) -> None:
    """Phrases that answer to each other, as forms of one, near synonyms, or the act and the noun for it."""
    edits.pairs += take_pairs(edits.mine.keys, edits.other.keys, edits.known)


# ---------------------------------------------------------------- words


def answering_words(edits: Edits) -> None:
    """Words that answer to each other within phrases: "written notice", "notification"."""
    edits.pairs += take_pairs(edits.mine.words, edits.other.words, edits.known)


def asked_acts(edits: Edits) -> None:
    """What opens a clause that asks for an act, and the preposition before the noun for that act.

    "Unless the owner consents", "without the owner's consent"; "if a Party so requests", "at the request of a Party".
    """
    clausal, nominal = edits.mine.words, edits.other.words
    went, came = zip(*edits.pairs, strict=True) if edits.pairs else ((), ())
    for kind in _ASKED:
        opener, before, act = (pattern("touches", f"{kind}_{part}").fullmatch for part in ("IF", "BY", "ACT"))
        asked = next((word for word in counted(clausal) if opener(word)), None)
        named = asked and next((word for word in counted(nominal) if before(word)), None)
        if not asked or not named:
            continue
        sides = ((*counted(clausal), *went), (*counted(nominal), *came))
        acts = [{base for word in side for base in bases_of(word)} for side in sides]
        if all(any(map(act, words)) for words in acts):
            clausal.subtract((asked,))
            nominal.subtract((named,))


def light_words(edits: Edits) -> None:
    """What adds nothing to an act beside it that the other text has as a verb: "give notice"."""
    mine, other = edits.sides
    light = _light(mine, other, edits.pairs), _light(other, mine, [pair[::-1] for pair in edits.pairs])
    for side, name in zip(edits.sides, light, strict=True):
        if name:
            _take_those(side, name)


def _light(mine: Side, other: Side, pairs: Iterable[tuple[str, str]]) -> str:
    """The terminal of the words that add nothing in one of two texts."""
    if any(names_act(word) for word, there in pairs if word != there):
        return "LIGHT"
    return "LIGHT_VERB" if carries_nothing(other.words) and not any(map(is_participle, mine.words)) else ""


def manner_nouns(edits: Edits) -> None:
    """The noun beside a quality that is an adverb in the other text: "in an impartial manner", "impartially"."""
    if any(ours != theirs and are_one_quality(ours, theirs) for ours, theirs in edits.pairs):
        for side in edits.sides:
            _take_those(side, "MANNER_NOUN")


def _take_those(side: Side, terminal: str) -> None:
    is_one = pattern("touches", terminal).fullmatch
    side.words = Counter({word: count for word, count in (+side.words).items() if not is_one(base_of(word))})


def idle_any(edits: Edits) -> None:
    """An "any" that says no more than the other text says without it.

    Below a denial in both: "disclose no information", "not disclose any information"; for an "a" at the head or in a
    condition: "a dispute shall", "if any dispute"; for a plural at the head that names none: "disputes shall"; and for
    an "every" or "all" at the head of who acts: "every official shall be immune", "any official".
    """
    words, others, within = edits.mine.words, edits.other.words, (edits.mine.around, edits.other.around)
    any_of, universal = pattern("touches", "ANY_OF").fullmatch, pattern("touches", "UNIVERSAL").fullmatch
    found = [word for word in +words if any_of(word)]
    if len(found) != 1:
        return
    denied = [any(map(is_denial, side)) for side in within]
    scopes = [word for word in +others if Touch.SCOPE in touched(word)]
    stands_for_a = any(map(pattern("touches", "INDEFINITE").fullmatch, +edits.other.keys))
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


def idle_each(edits: Edits) -> None:
    """An "each" at the head of who acts where the other text has an "a": "each child", "a child shall"."""
    words, here, there = edits.mine.words, edits.mine.around, edits.other.around
    universal, indefinite = pattern("touches", "UNIVERSAL").fullmatch, pattern("touches", "INDEFINITE").fullmatch
    found = [word for word in +words if universal(word)]
    leads = any(map(universal, _who_acts(here))) and any(map(indefinite, _who_acts(there)))
    if len(found) == 1 and leads and any(map(indefinite, +edits.other.keys)) and not any(map(is_denial, here)):
        words.subtract(found)


def _is_said_of_many(of_any: Sequence[str], of_many: Sequence[str]) -> bool:
    """Whether an "any" stands before a noun that the other text has in the plural, and names none: "any dispute"."""
    any_of, definite = pattern("touches", "ANY_OF").fullmatch, pattern("touches", "DEFINITE").fullmatch
    nouns = [noun for before, noun in itertools.pairwise(of_any) if any_of(before) and not is_plural(noun)]
    several = [word for before, word in itertools.pairwise(("", *of_many)) if is_plural(word) and not definite(before)]
    return any(itertools.starmap(same_base, itertools.product(nouns, several)))


def _who_acts(said: Sequence[str]) -> Iterator[str]:
    """The first word at the head of a sentence, and of each phrase right before a modal that no condition opens."""
    if said:
        yield said[0].split()[0]
    for before, key, after in zip(said, said[1:], said[2:], strict=False):
        if pattern("touches", "MODAL").match(after) and not pattern("touches", "OPERATOR").fullmatch(before):
            yield key.split()[0]
