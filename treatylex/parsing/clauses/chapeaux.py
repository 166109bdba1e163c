"""Chapeaux: what the items of a list are, and what they inherit from the unfinished sentence before them."""

import enum
from collections.abc import Sequence

import attrs

from treatylex.language.words import Form
from treatylex.parsing.clauses.norms import NormReader
from treatylex.parsing.clauses.parts import Part
from treatylex.parsing.draft import Run
from treatylex.parsing.sentences.boundaries import boundary
from treatylex.parsing.sentences.cues import (
    FINITE,
    MODALS,
    MODIFIERS,
    NP_START,
    PREDICATE_START,
    PREPOSITIONS,
    SUBJECTS,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import announces_restriction
from treatylex.parsing.sentences.fronts import front
from treatylex.parsing.sentences.insertions import with_set_aside
from treatylex.parsing.sentences.lists import (
    Ending,
    completes_condition,
    content_from,
    ending,
    ends_in_clause,
    ends_in_relative,
    explains_term,
    is_norm,
    is_noun_phrase,
    is_open,
    last_type,
    open_condition,
    starts_with_verb,
    states_nothing,
    topic,
    waits_for_noun,
    waits_for_right,
)
from treatylex.parsing.sentences.predicates import predicate
from treatylex.parsing.sentences.verbs import main_verbs
from treatylex.parsing.sentences.vocabulary import is_form_of

# What is done itself, no operator that waits for it: "shall |lend| money to: (a) …", "shall |be| used to: (a) …".
_ACTS = frozenset({"VERB", "PREVENT", "NOUN_OR_FINITE", "HAS", "BE", "DECLARES"})
_PURPOSES = frozenset({"IN_ORDER_TO", "MEASURES_TO"})


class Shape(enum.StrEnum):
    """What the items of a list are, by the sentence that they complete."""

    PREDICATE = "predicate"  # they go on after the modal: "Each Party shall: (a) notify …"
    CONTENT = "content"  # they are what somebody must bring about: "Each Party shall ensure that: (a) goods are …"
    SENTENCE = "sentence"  # they are sentences of their own, under the condition or topic that the chapeau may name
    AGREED = "agreed"  # they are sentences, and the chapeau at most restricts them: "The Parties agree that: (a) …"
    WHOLE = "whole"  # they are parts of the one sentence that the chapeau began: "measures on: (a) fish; (b) …"


@attrs.frozen
class Chapeau:
    """The unfinished sentence before a list: what its items are, and what they inherit.

    With `open_condition` the chapeau ends in the middle of a condition, which the first words of an item complete.
    """

    shape: Shape
    parts: tuple[Part, ...] = ()
    open_condition: bool = False


def chapeau_of(reader: NormReader, sentence: Sentence, items: Sequence[Sentence | None], within: Run | None) -> Chapeau:
    """What the items of a list inherit from the sentence before them, judged by how it ends and how they begin.

    `items` are the first sentences of the items, `within` the words after the list that go on with the sentence.
    """
    first = items[0]
    verbs = main_verbs(sentence)
    if states_nothing(sentence):
        return Chapeau(Shape.AGREED)
    if not verbs:
        return _verbless_chapeau(reader, sentence, first, within)
    end = ending(sentence)
    if sentence.types[verbs[-1]] == "AGREE_THAT":  # "The Parties agree that|, where goods are seized|: (a) …"
        agreed = front(sentence, verbs[-1] + 1, len(sentence))
        restricted = MODIFIERS.issuperset(chunk.type for chunk in agreed) and first is not None and _is_sentence(first)
        if end is Ending.AGREED or restricted:
            return Chapeau(Shape.AGREED, tuple(reader.parts(agreed)))
    if end is Ending.WORDS and announces_restriction(sentence, verbs[-1], len(sentence)):
        return Chapeau(Shape.WHOLE)
    if end is Ending.WORDS and _stand_alone(items):
        return Chapeau(Shape.SENTENCE)  # "proposes that visas be waived on these terms: 1. Nationals may enter."
    if ends_in_clause(sentence, verbs[-1], end, first) or waits_for_noun(sentence):
        return Chapeau(Shape.WHOLE)
    if end is Ending.THAT:
        return Chapeau(Shape.CONTENT, _handed_down(reader, sentence, verbs, content_from(sentence)))
    infinitive = end is Ending.TO or last_type(sentence) in _PURPOSES
    infinitive = infinitive or (end is Ending.WORDS and first is not None and first.type(0) == "TO")
    if infinitive and (_says_what_is_done(sentence, verbs[-1]) or _sets_up_with(sentence, verbs[-1])):
        return Chapeau(Shape.WHOLE)
    if not _waits_for_object(sentence, verbs[-1]) and _breaks_before_verb(sentence, end, first):
        return Chapeau(Shape.PREDICATE, _handed_down(reader, sentence, verbs))
    if end is not Ending.CONDITION and first is not None and _is_sentence(first):
        return Chapeau(Shape.SENTENCE)
    return Chapeau(Shape.WHOLE)


def _verbless_chapeau(reader: NormReader, sentence: Sentence, first: Sentence | None, within: Run | None) -> Chapeau:
    """A chapeau without a main verb: a condition that its items complete, or what stands before their verbs."""
    if ends_in_relative(sentence):
        return Chapeau(Shape.WHOLE)
    if not is_open(sentence) or (first is not None and first.type(0) in FINITE):
        return Chapeau(Shape.SENTENCE, tuple(reader.parts(topic(sentence))))
    if within is not None or (first is not None and completes_condition(sentence, first)):
        return Chapeau(Shape.WHOLE)
    return Chapeau(Shape.SENTENCE, tuple(reader.parts([open_condition(sentence)])), open_condition=True)


def _handed_down(
    reader: NormReader, sentence: Sentence, verbs: Sequence[int], content: int | None = None
) -> tuple[Part, ...]:
    """What the last norm of a chapeau hands down to its items: all but its own words, if they are its verb phrases.

    If they are the `content` of its verb, that is part of the modal: "|shall ensure that|: (a) goods are listed",
    "|shall ensure that| in time of war: (a) goods are listed".
    """
    verb = verbs[-1]
    start = boundary(sentence, verbs[-2], verb).next if len(verbs) > 1 else 0
    before = reader.parts(with_set_aside(sentence, start, verb, front(sentence, start, verb)))
    if not any(part.type in SUBJECTS for part in before):
        before = reader.subject_before(sentence, verbs) + before
    chunks = with_set_aside(sentence, verb + 1, len(sentence), predicate(sentence, verb, len(sentence)))
    if content is not None and chunks[0].type in MODALS:
        chunks[0] = chunks[0]._replace(end=sentence.cues[content - 1].end)
    # Words between the modal and the list say of all its acts how they are done: "shall, |by either bank|: (a) keep".
    chunks = [chunk._replace(type="MANNER") if chunk.type == "TOPIC" else chunk for chunk in chunks]
    after = reader.parts(chunks)
    return (*before, *(part for part in after if part.type not in ("ACT", "DENIED")))


def _breaks_before_verb(sentence: Sentence, end: Ending, first: Sentence | None) -> bool:
    """Whether the items of a list are verb phrases, by how its chapeau ends and its first item begins."""
    if first is not None and end is Ending.OPEN and waits_for_right(sentence) and not starts_with_verb(first):
        return False  # "shall be entitled to: (a) |medical care|; (b) passage home"
    if end is Ending.OPEN:
        return True
    if first is None:
        return False
    verb = starts_with_verb(first) and not is_noun_phrase(first)  # not "shall contain: (a) |name| of the ship"
    infinitive = first.type(0) == "TO" and not _names_whom(first)
    return infinitive or (end in (Ending.TO, Ending.WORDS) and verb)


def _waits_for_object(sentence: Sentence, verb: int) -> bool:
    """As in "shall be shared in the form |of|, inter alia:", "shall help |by means of|:", not "shall, by law:"."""
    last = last_type(sentence)
    return last in PREPOSITIONS or (last in ("BY_MEANS_OF", "BY_ACT") and sentence.types[verb + 1] in _ACTS)


def _names_whom(first: Sentence) -> bool:
    """Whether "to" opens a noun phrase: "shall apply: (a) |to goods| of the Parties", but "(a) to keep", "to list"."""
    word = first.first_word(1)
    noun = first.type(1) in NP_START | {"THING", "REFERENCE"} or (first.type(1) == "WORDS" and word.is_known)
    return noun and not word.forms & {Form.BASE, Form.ADVERB}  # "to |coastal| ships", but "to |promptly| report"


def _says_what_is_done(sentence: Sentence, verb: int) -> bool:
    """Whether a chapeau has an act of its own, which its infinitives belong to: "may |refuse| to: (a) extradite".

    As in "shall |lend| money: (a) to build"; what is done together the items tell: "shall cooperate to: (a) …".
    """
    promised = sentence.types[verb] in MODALS | {"UNDERTAKES", "IS_BOUND"} and sentence.type(0) != "NOTHING"
    listing = "FOLLOWING" in sentence.types[verb:] or sentence.types[-2:-1] == ["FINITE"]  # "as |follows|:"
    chunks = predicate(sentence, verb, len(sentence))
    deed = next((chunk for chunk in chunks if chunk.type not in PREDICATE_START), chunks[0])
    act = next((k for k in range(verb, len(sentence)) if sentence.cues[k].start == deed.start), verb)
    together = last_type(sentence) not in _PURPOSES and is_form_of(sentence.first_word(act), "COOPERATING")
    return promised and sentence.type(act) in _ACTS and not together and not listing


def _sets_up_with(sentence: Sentence, verb: int) -> bool:
    """As in "A Board |is hereby established| with the following tasks: (a) to …": the items are what is named last."""
    return sentence.types[verb] == "APPLIES" and "FOLLOWING" in sentence.types[verb:]


def _is_sentence(first: Sentence) -> bool:
    """Whether the items of a list are sentences of their own, by the first of them."""
    # not of "shall tell the Board: (a) |of| the steps it may take; (b) …"
    return explains_term(first) or (is_norm(first) and not starts_with_verb(first) and first.type(0) != "OF")


def _stand_alone(items: Sequence[Sentence | None]) -> bool:
    """Whether the items of a list are sentences by themselves, as the first is, and one of them at least binds."""
    whole = [item for item in items if item is not None and item.type(len(item) - 1) == "STOP" and main_verbs(item)]
    binding = any(_is_sentence(item) for item in whole)
    return binding and whole[0] is items[0] and not starts_with_verb(whole[0])
