"""Runs: from provisions to clauses, the items of a list completed by their chapeau.

Guarantees: a list whose items are verb phrases or sentences gives one clause an item, each with what it inherits from
the chapeau; a list of noun phrases is part of the one clause that it stands in. What makes no clause is reported.
"""

import bisect
import itertools
from collections.abc import Sequence, Set
from operator import attrgetter

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.language.grammar import Cue, lower, pattern
from treatylex.language.languages import foreign_language
from treatylex.language.running_text import RunningText
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Leaf, LeafKind, Level
from treatylex.model.references import Reference
from treatylex.parsing.alternatives import brackets_in, unclosed_in
from treatylex.parsing.clauses.accounting import lost_passages
from treatylex.parsing.clauses.chapeaux import Chapeau, Shape, chapeau_of
from treatylex.parsing.clauses.norms import NormReader
from treatylex.parsing.clauses.parts import Part, Scope
from treatylex.parsing.doubts import doubtful, with_open_brackets
from treatylex.parsing.draft import Draft, Mention, Reading, Run, mark_leaves, not_english
from treatylex.parsing.sentences.cues import (
    LIST_JOINTS,
    LISTED,
    MODALS,
    MODIFIERS,
    NORMATIVE,
    PREDICATE_START,
    SUBJECTS,
    Sentence,
    base_type,
)
from treatylex.parsing.sentences.folding import folded
from treatylex.parsing.sentences.insertions import with_set_aside
from treatylex.parsing.sentences.lists import (
    is_norm,
    is_verb_phrase,
    item_boundary,
    norms_of_formula,
    opens_modifier,
    starts_with_verb,
    states_nothing,
)
from treatylex.parsing.sentences.modifiers import modifiers
from treatylex.parsing.sentences.predicates import complement, verb_phrase
from treatylex.parsing.sentences.splitting import LONGEST_SENTENCE, completed_by_to, cues_of, split_sentences
from treatylex.parsing.sentences.verbs import has_free_modal, main_verbs
from treatylex.parsing.tracing import Trace
from treatylex.source import Span

_SILENT = frozenset({Level.PREAMBLE})  # its running text states no norms
_CEREMONIOUS = frozenset({Level.NOTE, Level.CONCLUSIONS})  # where only what binds is a norm
_ITEMS = frozenset({Level.POINT, Level.PARAGRAPH})
_RESTRICTING = frozenset({"IF", "WHEN", "WHERE", "IN_CASE_OF", "IN_THE_CASE_OF", "UNLESS"})


def read_clauses(reading: Reading) -> None:
    """Write the clauses of every provision into its draft, and report what is none."""
    reader = ProvisionReader(reading)
    reader.read(reading.root)
    drafts = tuple(reading.root.walk())
    mentions = (mention for draft in drafts for run in draft.runs for mention in run.mentions)
    references = sorted((mention.reference for mention in mentions), key=lambda reference: reference.span)
    unread = reader.unread
    foreign = [span for spans in reader.foreign.values() for span in spans]
    for draft, span in lost_passages(reading, drafts, [span for spans in unread.values() for span in spans], foreign):
        unread.setdefault(draft.eid, []).append(span)
    brackets = sorted(brackets_in(reading.text) if "[" in reading.text else (), key=attrgetter("span"))
    reading.diagnostics += (
        Diagnostic(
            code="unclosed-bracket",
            message="this bracket opens and is never closed, so it sets no wording apart",
            span=at,
        )
        for at in (unclosed_in(reading.text) if "[" in reading.text else ())
    )
    for draft in drafts:
        mark_leaves(draft, sorted(set(unread.get(draft.eid, ()))), LeafKind.UNPARSED)
        mark_leaves(draft, sorted(set(reader.foreign.get(draft.eid, ()))), LeafKind.FOREIGN)
        _number(draft, references, reading.trace)
        draft.clauses = [with_open_brackets(clause, brackets) for clause in draft.clauses]
        reading.diagnostics += (told for clause in draft.clauses for told in doubtful(clause))


def _number(draft: Draft, references: Sequence[Reference], trace: Trace | None) -> None:
    """Give the clauses of a provision their eIds, in the order of the text, and their references."""
    prefix = f"{draft.eid}__norm_" if draft.eid else "norm_"
    ordered = sorted(draft.clauses, key=lambda clause: clause.span)
    if trace is not None:
        for n, clause in enumerate(ordered, 1):
            trace.numbered(clause, f"{prefix}{n}")
    draft.clauses = [
        attrs.evolve(clause, eid=f"{prefix}{n}", references=_references_in(clause, references))
        for n, clause in enumerate(ordered, 1)
    ]


def _references_in(clause: Clause, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references within a clause, those in what it inherits included, in the order of the text."""
    phrases = (clause.subject, *clause.modifiers)
    spans = {clause.span, *(phrase.span for phrase in phrases if phrase is not None and phrase.inherited)}
    found: dict[Span, Reference] = {}
    for span in spans:
        first = bisect.bisect_left(references, span.start, key=lambda reference: reference.span.start)
        for at in range(first, len(references)):
            if references[at].span.start >= span.end:
                break
            found[references[at].span] = references[at]
    return tuple(found[span] for span in sorted(found))


class ProvisionReader:
    """Walks the provisions and reads each run of text, and each list as a whole."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.unread: dict[str, list[Span]] = {}  # by the eId of the provision
        self.foreign: dict[str, list[Span]] = {}
        self._ahead: dict[Run, list[list[Cue]]] = {}  # of runs that were looked at before their turn

    def read(self, draft: Draft, chapeau: Chapeau | None = None) -> None:
        """Read a provision and everything below it."""
        if draft.level is Level.RECITAL:
            draft.clauses += [_recital(run) for run in draft.runs[:1]]
        else:
            self.read_runs(draft, [] if draft.level in _SILENT else draft.runs, 0, chapeau)

    def read_runs(self, draft: Draft, runs: Sequence[Run], done: int, chapeau: Chapeau | None) -> None:
        """Read runs of a provision and the children between and after them, of which `done` have been read before."""
        taken = False
        for run, closing in itertools.zip_longest(runs, runs[1:]):
            if taken:  # this run closed the list before it
                taken, done = False, run.before
                continue
            for child in draft.children[done : run.before]:
                self.read(child)
            items = draft.children[run.before : closing.before if closing else None]
            sentences = self.sentences(draft, run)
            done = run.before
            if sentences and draft.level is not Level.NOTE and _is_unfinished(sentences[-1], items):
                self.read_sentences(draft, run, sentences[:-1], chapeau)
                outer = None if len(sentences) > 1 else chapeau
                taken = self.read_list(draft, run, sentences[-1], items, closing, outer)
                done += len(items)
            else:
                self.read_sentences(draft, run, sentences, chapeau)
            chapeau = None
        for child in draft.children[done:]:
            self.read(child)

    def sentences(self, draft: Draft, run: Run) -> list[list[Cue]]:
        """The cues of each sentence of a run that is in English."""
        ahead = self._ahead.pop(run, None)
        if ahead is not None:
            return ahead
        text = run.passage.text
        found = split_sentences(text, cues_of(text, run.mentions, self.reading.names))
        return [cues for cues in found if not self.is_foreign(draft, run.passage, cues)]

    def is_foreign(self, draft: Draft, passage: RunningText, cues: Sequence[Cue]) -> bool:
        """Whether a sentence is in another language than those around it, which is told: a quotation left as it was."""
        language = foreign_language(passage.text[cues[0].start : cues[-1].end])
        if language is None:
            return False
        told = not_english(passage.span(cues[0].start, cues[-1].end), language)
        found, diagnostics = self.foreign.setdefault(draft.eid, []), self.reading.diagnostics
        if found and diagnostics[-1].message == told.message and not self.text[found[-1].end : told.span.start].strip():
            told = attrs.evolve(diagnostics.pop(), span=Span(found.pop().start, told.span.end))  # of several sentences
        found.append(told.span)
        diagnostics.append(told)
        return True

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
        passage: RunningText,
        cues: Sequence[Cue],
        chapeau: Chapeau | None,
        *,
        bare: bool = False,
    ) -> None:
        """Read one sentence, completed by the chapeau if it is an item of a list, and report what is no clause."""
        sentence = folded(cues, passage.text)
        if states_nothing(sentence) or (draft.level in _CEREMONIOUS and not NORMATIVE & set(sentence.types)):
            for part in norms_of_formula(sentence):
                draft.clauses += self.norm_reader(passage, part).read(part)
            return  # a formula, or courtesies of a note
        reader = self.norm_reader(passage, sentence)
        if chapeau is not None and chapeau.shape is Shape.CONTENT:
            clauses = self.read_content(reader, sentence, chapeau.parts)
        elif chapeau is not None and chapeau.shape is Shape.PREDICATE:
            clauses = self.read_predicate(reader, sentence, chapeau.parts)
        elif chapeau is not None:
            clauses = reader.read(sentence, given=chapeau.parts, open_condition=chapeau.open_condition)
        elif bare and is_verb_phrase(sentence):
            clauses = self.read_predicate(reader, sentence, ())
        else:
            clauses = reader.read(sentence)
        draft.clauses += clauses
        if not clauses and not reader.unread:
            span = passage.span(cues[0].start, cues[-1].end)
            if has_free_modal(sentence):
                self.report_unread(draft, span)
            else:
                self.report_verbless(span)
        for span in reader.unread:
            if self.leads_to_table(draft, span):
                self.report_verbless(span, "what it says stands in the table below, so there is no clause")
            else:
                self.report_unread(draft, span)

    def norm_reader(self, passage: RunningText, sentence: Sentence) -> NormReader:
        """A reader for one sentence of a passage, which the trace hears of."""
        if self.reading.trace is not None:
            self.reading.trace.sentence(passage, sentence)
        return NormReader(passage, self.reading.trace)

    def read_predicate(self, reader: NormReader, sentence: Sentence, given: Sequence[Part]) -> list[Clause]:
        """An item that goes on after the chapeau's modal, and the sentences that follow it after a semicolon."""
        before_modal = [part for part in given if part.type in SUBJECTS | MODIFIERS]
        if given and sentence.types[0] in MODALS:  # an item with a modal of its own: "(c) may appeal"
            return reader.read(sentence, given=before_modal)
        end, following = item_boundary(sentence)
        parts = _inherited(given) or [reader.bare(sentence)]
        has_verb = any(part.type not in PREDICATE_START for part in parts)  # as in "shall be construed to:"
        chunks = complement(sentence, end) if has_verb else verb_phrase(sentence, 0, end)
        chunks = with_set_aside(sentence, 0, end, chunks)
        owed_to = reader.owed_to(sentence, 0, 0, end, subject=parts)
        own = reader.clause(
            sentence, parts + reader.parts(chunks), reader.agent(sentence, -1, end, parts), owed_to, end
        )
        taken_over = before_modal if sentence.type(following) in MODALS else []
        rest = reader.read(sentence, start=following, given=taken_over) if following < len(sentence) else []
        return rest if own is None else [own, *rest]

    def read_content(self, reader: NormReader, sentence: Sentence, given: Sequence[Part]) -> list[Clause]:
        """An item that says what the chapeau's verb is to bring about, and the sentences after a semicolon."""
        semicolon = sentence.find({"SEMICOLON"}, 0, len(sentence))
        end = len(sentence) if semicolon is None else semicolon
        parts = _inherited(given) + reader.parts(with_set_aside(sentence, 0, end, complement(sentence, end)))
        own = reader.clause(sentence, parts, None, reader.owed_to(sentence, 0, 0, end, subject=parts), end)
        rest = reader.read(sentence, start=end + 1) if end + 1 < len(sentence) else []
        return rest if own is None else [own, *rest]

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
        within = closing if closing is not None and _goes_on(closing) else None
        if outer is not None and outer.shape in (Shape.PREDICATE, Shape.CONTENT):
            chapeau = Chapeau(Shape.WHOLE)
        else:
            opening = [self.first_sentence(item) for item in items]
            first = opening[0]
            infinitives = first is not None and first.type(0) == "TO"
            sentence = folded(completed_by_to(run.passage.text, cues) if infinitives else cues, run.passage.text)
            reader = self.norm_reader(run.passage, sentence)
            chapeau = chapeau_of(reader, sentence, opening, within)
            if chapeau.shape in (Shape.PREDICATE, Shape.CONTENT):  # "shall enjoy immunity, and may: (a) …"
                draft.clauses += reader.read(sentence, unfinished=True)
        if chapeau.shape is Shape.WHOLE:
            self.read_whole(draft, run, cues, items, within, outer)
            return within is not None
        if chapeau.shape is Shape.SENTENCE and not chapeau.parts:
            self.read_sentences(draft, run, [cues], outer)
        closing_parts = self.closing_parts(draft, within)
        chapeau = attrs.evolve(chapeau, parts=(*chapeau.parts, *closing_parts))
        for item in items:
            self.read(item, chapeau)
        return bool(closing_parts)

    def closing_parts(self, draft: Draft, closing: Run | None) -> list[Part]:
        """The modifiers that the words after a list consist of, which hold for every item; none for other words.

        Sentences that follow them are read.
        """
        sentences = [] if closing is None else self.sentences(draft, closing)
        if closing is None or not sentences:
            return []
        sentence = folded(sentences[0], closing.passage.text)
        if not opens_modifier(sentence) or main_verbs(sentence):
            return []
        self.read_sentences(draft, closing, sentences[1:], None)
        reader = self.norm_reader(closing.passage, sentence)
        return reader.parts(modifiers(sentence, 0, len(sentence)))

    def first_sentence(self, item: Draft) -> Sentence | None:
        """The first sentence of a list item; a norm below an item that only names its matter: "(a) Dues: (i) …"."""
        for run in item.runs[:1]:
            self._ahead[run] = self.sentences(item, run)
        own = next((folded(cues, run.passage.text) for run in item.runs[:1] for cues in self._ahead[run]), None)
        if item.children and (own is None or not main_verbs(own)):
            below = self.first_sentence(item.children[0])
            if below is not None and is_norm(below) and not starts_with_verb(below):
                return below
        return own

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
        heads: list[Span] = []
        for part in (part for item in items for part in item.walk()):
            for other in part.runs:
                pieces += self.first_piece(part, other)
                mentions += other.mentions
            heads += [piece for other in part.runs[:1] for piece in other.passage.pieces[:1]]
        if closing is not None:
            pieces += closing.passage.pieces
            mentions += closing.mentions
        passage = RunningText(self.text, sorted(pieces))
        moved = [_moved(m, passage) for m in mentions if _holds(passage, m)]
        starts = {passage.at(head.start) for head in heads}
        whole = cues_of(passage.text, moved, self.reading.names)
        starts.update(after.start for cue, after in itertools.pairwise(whole) if _is_parted(passage, cue, after))
        whole = _as_list(whole, starts)
        self.read_sentence(draft, passage, whole[:LONGEST_SENTENCE], outer)

    def first_piece(self, item: Draft, run: Run) -> Sequence[Span]:
        """The stretches of an item that complete the sentence of its list; what follows a full stop is read apart."""
        sentences = self.sentences(item, run)
        if len(sentences) < 2:
            return run.passage.pieces
        self.read_sentences(item, run, sentences[1:], None)
        end = run.passage.offset(sentences[1][0].start)
        return [Span(piece.start, min(piece.end, end)) for piece in run.passage.pieces if piece.start < end]

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

    def leads_to_table(self, draft: Draft, span: Span) -> bool:
        """Whether a passage that does not bind opens with its colon onto a table: "The annual fees are:"."""
        tables = (leaf for leaf in draft.leaves if leaf.kind is LeafKind.TABLE)
        table = next((leaf for leaf in tables if leaf.span.start >= span.end), None)
        opens = table is not None and self.text[span.end : table.span.start].strip() == ":"
        return opens and pattern("modal", "OF_LAW").search(lower(span.of(self.text))) is None

    def report_verbless(self, span: Span, message: str = "no main verb was found here, so there is no clause") -> None:
        """Say that a sentence states nothing: it has no main verb, like an entry of a list or a heading."""
        self.reading.diagnostics.append(
            Diagnostic(
                code="no-main-verb",
                message=message,
                span=span,
                severity=Severity.NOTE,
            )
        )


def _is_unfinished(cues: Sequence[Cue], items: Sequence[Draft]) -> bool:
    """Whether a list completes a sentence: points or paragraphs follow, and no full stop ends it."""
    return bool(items) and cues[-1].type != "STOP" and all(item.level in _ITEMS for item in items)


def _inherited(given: Sequence[Part]) -> list[Part]:
    return [part.inherit(Scope.CHAPEAU) for part in given]


def _goes_on(closing: Run) -> bool:
    """Whether the words after a list go on with its sentence: they begin with a small letter."""
    return closing.passage.text.lstrip(" ,;–-")[:1].islower()


def _in_run(leaf: Leaf, run: Run, start: int) -> bool:
    return leaf.kind is LeafKind.TEXT and leaf.span in run.passage.pieces and leaf.span.end > start


def _as_list(cues: Sequence[Cue], starts: Set[int]) -> list[Cue]:
    """The cues of a list as one sentence: full stops and semicolons, and commas before an item, end one."""
    return [
        Cue(LISTED, cue.start, cue.end) if cue.type in ("STOP", "SEMICOLON") or _ends_item(cues, k, starts) else cue
        for k, cue in enumerate(cues)
    ]


def _ends_item(cues: Sequence[Cue], k: int, starts: Set[int]) -> bool:
    """Whether the comma at `k` ends an item before one that opens a condition: "where …|,| or (b) in the case of"."""
    if cues[k].type != "COMMA":
        return False
    following = k + 1 + (k + 1 < len(cues) and cues[k + 1].type in LIST_JOINTS)
    return following < len(cues) and cues[following].start in starts and base_type(cues[following].type) in _RESTRICTING


def _is_parted(passage: RunningText, cue: Cue, after: Cue) -> bool:
    """Whether a blank line stands between two cues: words of their own paragraph belong to no item before them."""
    gap = passage.source_text[passage.offset(cue.end - 1) + 1 : passage.offset(after.start)]
    return "\n\n" in gap


def _holds(passage: RunningText, mention: Mention) -> bool:
    """Whether a mention stands in a passage: what follows the first sentence of an item does not."""
    at = mention.reference.span.start
    k = bisect.bisect_right(passage.pieces, at, key=lambda piece: piece.start) - 1
    return k >= 0 and at < passage.pieces[k].end


def _moved(mention: Mention, passage: RunningText) -> Mention:
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
