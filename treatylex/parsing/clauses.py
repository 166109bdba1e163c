"""Clauses: from provisions to clauses, the items of a list completed by their chapeau.

Guarantees: a list whose items are verb phrases or sentences gives one clause an item, each with what it inherits from
the chapeau; a list of noun phrases is part of the one clause that it stands in. What makes no clause is reported.
"""

import bisect
from collections.abc import Sequence

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Leaf, LeafKind, Level
from treatylex.model.references import Reference
from treatylex.parsing.bracketing import LISTED, PREDICATE_START, Sentence, fold
from treatylex.parsing.draft import Draft, Mention, Reading, Run, mark_unread
from treatylex.parsing.grammar import Cue
from treatylex.parsing.norms import LONGEST_SENTENCE, NormReader, Part, cues_of, split_sentences
from treatylex.parsing.passage import Passage
from treatylex.source import Span

_SILENT = frozenset({Level.PREAMBLE, Level.CONCLUSIONS, Level.NOTE})  # their running text states no norms
_ITEMS = frozenset({Level.POINT, Level.PARAGRAPH})


def read_clauses(reading: Reading) -> None:
    """Write the clauses of every provision into its draft, and report what is none."""
    reader = ProvisionReader(reading)
    reader.read(reading.root)
    for draft in reading.root.walk():
        mark_unread(draft, sorted(reader.unread.get(draft.eid, ())))
    references = sorted(
        (mention.reference for draft in reading.root.walk() for run in draft.runs for mention in run.mentions),
        key=lambda reference: reference.span,
    )
    for draft in reading.root.walk():
        prefix = f"{draft.eid}__norm_" if draft.eid else "norm_"
        ordered = sorted(draft.clauses, key=lambda clause: clause.span)
        draft.clauses = [
            attrs.evolve(clause, eid=f"{prefix}{n}", references=_references_in(clause, references))
            for n, clause in enumerate(ordered, 1)
        ]


def _references_in(clause: Clause, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references within a clause, those in what it inherits included, in the order of the text."""
    phrases = (clause.subject, *clause.conditions, *clause.exceptions, *clause.times, *clause.manners, *clause.purposes)
    spans = {clause.span, *(phrase.span for phrase in phrases if phrase is not None and phrase.inherited)}
    found: dict[Span, Reference] = {}
    for span in spans:
        first = bisect.bisect_left(references, span.start, key=lambda reference: reference.span.start)
        for reference in references[first:]:
            if reference.span.start >= span.end:
                break
            found[reference.span] = reference
    return tuple(found[span] for span in sorted(found))


@attrs.frozen
class Chapeau:
    """The unfinished sentence before a list: what its items inherit, and what they are read as.

    `shape` is "predicate" (items go on after the modal), "sentence" (items are sentences of their own) or "whole"
    (items are parts of the one sentence that the chapeau began); "agreed" hands down nothing ("The Parties agree that: …").
    """

    shape: str
    parts: tuple[Part, ...] = ()
    open_condition: bool = False


class ProvisionReader:
    """Walks the provisions and reads each run of text, and each list as a whole."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.unread: dict[str, list[Span]] = {}  # by the eId of the provision

    def read(self, draft: Draft, chapeau: Chapeau | None = None) -> None:
        """Read a provision and everything below it."""
        if draft.level is Level.RECITAL:
            draft.clauses += [_recital(run) for run in draft.runs[:1]]
            return None
        runs = [] if draft.level in _SILENT else list(draft.runs)
        done = 0
        for n, run in enumerate(runs):
            closing = runs[n + 1] if n + 1 < len(runs) else None
            for child in draft.children[done : run.before]:
                self.read(child)
            done = run.before
            items = draft.children[run.before : closing.before if closing else None]
            sentences = self.sentences(run.passage, run.mentions)
            last = sentences[-1] if sentences else []
            if items and last and last[-1].type != "STOP" and all(item.level in _ITEMS for item in items):
                self.read_sentences(draft, run, sentences[:-1], chapeau)
                if self.read_list(draft, run, last, items, closing, None if len(sentences) > 1 else chapeau):
                    runs[n + 1 : n + 2] = []
                    return self.read_rest(draft, items, closing)
                done += len(items)
            else:
                self.read_sentences(draft, run, sentences, chapeau)
            chapeau = None
        for child in draft.children[done:]:
            self.read(child)
        return None

    def read_rest(self, draft: Draft, items: Sequence[Draft], closing: Run | None) -> None:
        """Read what follows a list that took its closing words with it."""
        after = [run for run in draft.runs if closing is not None and run.before > closing.before]
        start = closing.before if closing else len(draft.children)
        rest = attrs.evolve(draft, runs=after, children=draft.children[start:], clauses=[])
        if after or rest.children:
            self.read(rest)
            draft.clauses += rest.clauses

    def sentences(self, passage: Passage, mentions: Sequence[Mention]) -> list[list[Cue]]:
        """The cues of each sentence of a passage."""
        return split_sentences(passage.text, cues_of(passage.text, mentions))

    def read_sentences(
        self, draft: Draft, run: Run, sentences: Sequence[Sequence[Cue]], chapeau: Chapeau | None
    ) -> None:
        """Read the sentences of a run, the first of them as an item when there is a chapeau."""
        for n, cues in enumerate(sentences):
            item = chapeau if n == 0 else None
            self.read_sentence(draft, run.passage, cues, item, bare=n == 0 and draft.level in _ITEMS)

    def read_sentence(
        self,
        draft: Draft,
        passage: Passage,
        cues: Sequence[Cue],
        chapeau: Chapeau | None,
        *,
        bare: bool = False,
    ) -> None:
        """Read one sentence, completed by the chapeau if it is an item of a list, and report what is no clause."""
        sentence = Sentence(fold(cues))
        reader = NormReader(passage)
        if chapeau is not None and chapeau.shape == "predicate":
            clauses = self.read_predicate(reader, sentence, chapeau.parts)
        elif chapeau is not None:
            clauses = reader.read(sentence, given=chapeau.parts, open_condition=chapeau.open_condition)
        elif bare and sentence.is_verb_phrase():
            clauses = self.read_predicate(reader, sentence, ())
        else:
            clauses = reader.read(sentence)
        draft.clauses += clauses
        if not clauses and not reader.unread:
            self.report_verbless(passage.span(cues[0].start, cues[-1].end))
        for span in reader.unread:
            self.report_unread(draft, span)

    def read_predicate(self, reader: NormReader, sentence: Sentence, given: Sequence[Part]) -> list[Clause]:
        """An item that goes on after the chapeau's modal, and the sentences that follow it after a semicolon."""
        end, following = sentence.predicate_end()
        parts = [part.inherit() for part in given] or [reader.bare(sentence)]
        complement = any(part.type not in PREDICATE_START for part in parts)  # "shall be construed to:" has its verb
        chunks = sentence.complement(end) if complement else sentence.verb_phrase(0, end)
        clause = reader.clause(parts + reader.parts(chunks), sentence.agent(-1, end), sentence.counterparty(0, 0, end))
        rest = reader.read(sentence, start=following) if following < len(sentence.cues) else []
        return [clause, *rest] if clause is not None else rest

    # ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────

    def read_list(
        self,
        draft: Draft,
        run: Run,
        cues: list[Cue],
        items: Sequence[Draft],
        closing: Run | None,
        outer: Chapeau | None,
    ) -> bool:
        """Read an unfinished sentence with the list that completes it; whether the closing words were part of it."""
        sentence = Sentence(fold(cues))
        reader = NormReader(run.passage)
        first = self.first_sentence(items[0])
        if outer is not None and outer.shape == "predicate":
            chapeau = Chapeau("whole")
        else:
            chapeau = self.chapeau(reader, sentence, first, closing)
        if chapeau.shape == "whole":
            taken = closing if closing is not None and self.goes_on(closing) else None
            self.read_whole(draft, run, cues, items, taken, outer)
            return taken is not None
        if chapeau.shape == "sentence" and not chapeau.parts:
            self.read_sentences(draft, run, [cues], outer)
        for item in items:
            self.read(item, chapeau)
        return False

    def chapeau(self, reader: NormReader, sentence: Sentence, first: Sentence | None, closing: Run | None) -> Chapeau:
        """What the items of a list inherit from the sentence before them, judged by how it ends and how they begin."""
        verbs = sentence.main_verbs()
        finite = first is not None and first.is_norm() and not first.starts_with_verb()
        if not verbs:
            if closing is not None and self.goes_on(closing) and sentence.is_open():
                return Chapeau("whole")
            if sentence.is_open():
                return Chapeau("sentence", tuple(reader.parts([sentence.condition()])), open_condition=True)
            return Chapeau("sentence", tuple(reader.parts(sentence.front(0, len(sentence.cues)))))
        verb = verbs[-1]
        if sentence.types[verb] == "AGREE_THAT" and sentence.tail() == "agreed":
            return Chapeau("agreed")  # "The Parties agree that: (a) …": the items are what counts
        tail = sentence.tail()
        infinitive = first is not None and first.types[:1] == ["TO"]
        verbal = first is not None and first.starts_with_verb()
        if tail in ("open", "that") or (verbal and tail in ("to", "words")) or infinitive:
            start = sentence.boundary(verbs[-2], verb)[1] if len(verbs) > 1 else 0
            front = reader.parts(sentence.front(start, verb))
            if not any(part.type in ("WHO", "WHAT", "NOBODY", "NOTHING_IN", "DEFINED") for part in front):
                front = reader.subject_before(sentence, verbs) + front
            predicate = [
                part for part in reader.parts(sentence.predicate(verb, len(sentence.cues))) if part.type != "ACT"
            ]
            return Chapeau("predicate", tuple(front + predicate))
        if finite and tail != "condition":
            return Chapeau("sentence")
        return Chapeau("whole")

    def first_sentence(self, item: Draft) -> Sentence | None:
        """The first sentence of a list item."""
        for run in item.runs[:1]:
            sentences = self.sentences(run.passage, run.mentions)
            if sentences:
                return Sentence(fold(sentences[0]))
        return None

    def goes_on(self, closing: Run) -> bool:
        """Whether the words after a list go on with its sentence: they begin with a small letter."""
        return closing.passage.text.lstrip(" ,;–-")[:1].islower()

    def read_whole(
        self,
        draft: Draft,
        run: Run,
        cues: list[Cue],
        items: Sequence[Draft],
        closing: Run | None,
        outer: Chapeau | None,
    ) -> None:
        """Read a chapeau, its items and its closing words as the one sentence that they are."""
        start = run.passage.span(cues[0].start, cues[-1].end).start
        pieces = [
            Span(max(leaf.span.start, start), leaf.span.end) for leaf in draft.leaves if _in_run(leaf, run, start)
        ]
        mentions = list(run.mentions)
        for item in items:
            for part in item.walk():
                pieces += [leaf.span for leaf in part.leaves if leaf.kind is LeafKind.TEXT]
                mentions += [mention for other in part.runs for mention in other.mentions]
        if closing is not None:
            pieces += closing.passage.pieces
            mentions += closing.mentions
        passage = Passage(self.text, sorted(pieces))
        moved = [_moved(m, passage) for m in mentions if m.reference.span.start >= start]
        whole = [_listed(cue) for cue in cues_of(passage.text, moved)]
        self.read_sentence(draft, passage, whole[:LONGEST_SENTENCE], outer)

    # ── what is no clause ───────────────────────────────────────────────────────────────────────────────────────

    def report_unread(self, draft: Draft, span: Span) -> None:
        """Say that a passage has a verb but no pattern that the grammar describes."""
        self.unread.setdefault(draft.eid, []).append(span)
        self.reading.diagnostics.append(
            Diagnostic(
                code="unread-passage",
                message="this passage could not be read as a clause: its verb stands in no pattern that is known",
                span=span,
                severity=Severity.ERROR,
            )
        )

    def report_verbless(self, span: Span) -> None:
        """Say that a sentence states nothing: it has no main verb, like an entry of a list or a heading."""
        self.reading.diagnostics.append(
            Diagnostic(
                code="no-main-verb",
                message="no main verb was found here, so there is no clause",
                span=span,
                severity=Severity.NOTE,
            )
        )


def _in_run(leaf: Leaf, run: Run, start: int) -> bool:
    return leaf.kind is LeafKind.TEXT and leaf.span in run.passage.pieces and leaf.span.end > start


def _listed(cue: Cue) -> Cue:
    """Within a list, full stops and semicolons end an item, not the sentence."""
    return Cue(LISTED, cue.start, cue.end) if cue.type in ("STOP", "SEMICOLON") else cue


def _moved(mention: Mention, passage: Passage) -> Mention:
    """The mention as it stands in another passage over the same text."""
    span = mention.reference.span
    return Mention(passage.at(span.start), passage.at(span.end - 1) + 1, mention.reference)


def _recital(run: Run) -> Clause:
    """A recital of the preamble as a clause: its whole text is what it says."""
    passage = run.passage
    end = len(passage.text.rstrip(" ,;."))
    span = passage.span(0, end)
    text = span.of(passage.source_text)
    action = Phrase(role=PhraseRole.ACTION, text=text, span=span, normalized=passage.text[:end])
    return Clause(
        kind=ClauseKind.RECITAL, eid="", text=text, span=span, action=action, bearer_reason=BearerReason.UNSTATED
    )
