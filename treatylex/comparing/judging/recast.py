"""Recast: passages that hold the same words of substance in a construction that no rule knows.

Who drafts anew says by a clause what was a noun, by an adjective what was a clause; no list has all of it. Where
modals, denials, figures, citations, operators and each noun, verb and quality stay, in whatever form and order, and
only what binds them to each other differs, that is likely style. Where a word of substance came, went or stands for an
unrelated one, it is likely law.

Guarantees: the same from either side; nothing is said of passages in which no word of substance took another form or
place: what prepositions alone turn, `substance` tells.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.judging.classes import carries_nothing, is_closed
from treatylex.comparing.judging.judgement import Judgement
from treatylex.comparing.judging.substance import judged
from treatylex.comparing.matching.usage import Usage, base_of, bases_of, forms_of, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form


def recast(
    gone: Sequence[str], come: Sequence[str], said: tuple[Sequence[str], Sequence[str]], known: Usage
) -> Judgement | None:
    """What two passages turn by the words that went and came, wherever they stood; nothing where that tells nothing.

    `said` are all words of either passage.

    >>> from treatylex.comparing.matching.usage import usage
    >>> def of(left, right):
    ...     ours, theirs = usage().words(left), usage().words(right)
    ...     found = recast(ours, theirs, (ours, theirs), usage())
    ...     return None if found is None else [touch.value for touch in found.touches]
    >>> of("see to the lighting of the lamp", "see to it that the lamp is lit")
    []
    >>> of("see to the lighting of the lamp", "see to it that the lamp is sold")
    ['words']
    >>> of("harm that he causes", "harm caused to him") is None
    True
    """
    if carries_nothing(gone) or carries_nothing(come):
        return None  # a word of substance for a small one, or beside none: "on the river", "concerning the river"
    lost, came = Counter(gone) - Counter(come), Counter(come) - Counter(gone)
    is_rebuilt = any(not carries_nothing([word]) and not is_closed(word) for word in (*gone, *come))
    if not is_rebuilt or Counter(said[0]) == Counter(said[1]) or _sides_taken(said[0]) != _sides_taken(said[1]):
        return None  # in another order alone: `order` and `substance` tell what that turns
    pairs = _reformed(gone, come, known)
    again = [
        {word for word in side if _is_no_plural(word) and word in said[0] and word in said[1]} for side in (lost, came)
    ]
    if not all(again):  # only said once more, not put for another: "nuclear or chemical", "chemical or chemical"
        lost, came = (
            Counter({word: count for word, count in side.items() if word not in repeated})
            for side, repeated in zip((lost, came), again, strict=True)
        )
    ours, theirs = [*_telling(lost, came)], [*_telling(came, lost)]
    _take_governed(ours, said[0], {ours for ours, theirs in pairs if ours != theirs})
    _take_governed(theirs, said[1], {theirs for ours, theirs in pairs if ours != theirs})
    if any(map(pattern("touches", "LIMIT").fullmatch, (*ours, *theirs))):
        return None
    if not _deny_one(*said, known):
        return None  # "did not decide to pay", "decided not to pay"
    denials = [[word for word in side if pattern("touches", "DENYING").fullmatch(word)] for side in (ours, theirs)]
    if all(len(each) == 1 for each in denials):  # "cannot agree", "if there is no agreement"
        ours.remove(*denials[0])
        theirs.remove(*denials[1])
    _take_gerunds(ours, theirs, said[0])
    _take_gerunds(theirs, ours, said[1])
    found = judged(ours, theirs, known, within=said, beside=(Counter(said[0]) & Counter(said[1])).elements)
    return attrs.evolve(found, rebuilt=bool(pairs) and _small(gone) != _small(come))


def _reformed(gone: Sequence[str], come: Sequence[str], known: Usage) -> list[tuple[str, str]]:
    """The words of substance that stand elsewhere or in another form, with what they became; a plural is none."""
    heavy = [filter(_is_no_plural, {*side}) for side in (gone, come)]
    return [
        (ours, theirs)
        for ours, theirs in itertools.product(*heavy)
        if ours == theirs or same_base(ours, theirs) or known.names_one_act(ours, theirs)
    ]


def _small(words: Iterable[str]) -> Counter[str]:
    """The words that carry little: a phrase that only goes from the end to the front keeps them."""
    return Counter(word for word in words if not _is_heavy(word))


def _take_governed(words: list[str], said: Sequence[str], formed: Collection[str]) -> None:
    """Take out the prepositions right behind words that took another form: "supervision |over| ships"."""
    for word, after in itertools.pairwise(said):
        if word in formed and after in words and pattern("touches", "GOVERNED").fullmatch(after):
            words.remove(after)


def _is_heavy(word: str) -> bool:
    return not carries_nothing([word])


def _is_no_plural(word: str) -> bool:
    return _is_heavy(word) and not is_closed(word) and Form.NOUNS not in forms_of(word)


def _deny_one(left: Sequence[str], right: Sequence[str], known: Usage) -> bool:
    """Whether one word of substance at least stands behind a denial in both passages, or no denial in either."""
    denied = [*_denied(left)], [*_denied(right)]
    pairs = itertools.product(*denied)
    return not any(denied) or any(same_base(a, b) or known.names_one_act(a, b) for a, b in pairs)


def _denied(said: Sequence[str]) -> Iterator[str]:
    """The first word of substance behind each denial."""
    for at, key in enumerate(said):
        if pattern("touches", "DENYING").fullmatch(base_of(key)):
            yield next((word for word in said[at + 1 :] if not carries_nothing([word])), "")


def _take_gerunds(ours: list[str], theirs: list[str], said: Sequence[str]) -> None:
    """Take out the name of an act and the participle for it: "the lighting of it", "it is lit"."""
    for act, after in itertools.pairwise([*said, ""]):
        if act not in ours or Form.GERUND not in forms_of(act):
            continue
        is_name = not after or _binds(after) or carries_nothing([after])  # not "lighting ships"
        done = next((word for word in theirs if same_base(word, act) and Form.GERUND not in forms_of(word)), None)
        if is_name and done is not None:
            ours.remove(act)
            theirs.remove(done)


def _binds(word: str) -> bool:
    return pattern("touches", "BINDING").fullmatch(base_of(word)) is not None


def _telling(words: Counter[str], others: Counter[str]) -> Iterator[str]:
    """Some words but those by which a construction binds the others, and an "if" for which the other has "on".

    Or for which it has a participle: "if the weather permits", "weather permitting".
    """
    is_nominal = any(map(pattern("touches", "CASE_OF").fullmatch, others)) or any(
        Form.GERUND in forms_of(there) and any(same_base(here, there) for here in words) for there in others
    )
    for word in words.elements():
        is_case = is_nominal and pattern("touches", "CASE_IF").fullmatch(word)
        if not is_case and not _binds(word):
            yield word


def _sides_taken(said: Sequence[str]) -> Counter[tuple[frozenset[str], str]]:
    """What tells the side of an act behind each participle: "caused to"."""
    return Counter(
        (bases_of(word), after)
        for word, after in itertools.pairwise(said)
        if pattern("touches", "TAKING_SIDE").fullmatch(after)
        and not pattern("touches", "AGENT").fullmatch(after)
        and not forms_of(word).isdisjoint((Form.PAST, Form.PARTICIPLE))
    )
