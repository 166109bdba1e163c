"""LegalRuleML 1.0: the norms of a treaty as statements of the OASIS standard.

Guarantees: every obligation, prohibition, permission, right and exemption is a prescriptive statement, every
definition, saving and other constitutive clause a constitutive one, under the clause's eId; each is associated with the
provision that says it, by its IRI; an exception is a statement of its own that overrides the norm. Words are the
treaty's: nothing is made up to fill a predicate. Recitals, declarations and recommendations are no norms in LegalRuleML
and are left out (`left_out`).
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from treatylex.formats.akn import work_iri
from treatylex.formats.xml_writing import Element, add, document, put
from treatylex.model.clauses import JOINED, Clause, ClauseKind, Phrase, PhraseJoin
from treatylex.model.provisions import Treaty
from treatylex.source import one_line

LRML = "http://docs.oasis-open.org/legalruleml/ns/v1.0/"
RULEML = "http://ruleml.org/spec"
_DEONTIC = {
    ClauseKind.OBLIGATION: "Obligation",
    ClauseKind.PROHIBITION: "Prohibition",
    ClauseKind.PERMISSION: "Permission",
    ClauseKind.RIGHT: "Right",
    ClauseKind.EXEMPTION: "Permission",
}
"""An exemption is the permission not to do something."""
_CONSTITUTIVE = frozenset({ClauseKind.CONSTITUTIVE, ClauseKind.DEFINITION, ClauseKind.SAVING})
_SLOTS = ("times", "manners", "purposes")


def to_legalruleml(treaty: Treaty) -> str:
    """The norms of a treaty as LegalRuleML 1.0, in its compact form.

    >>> from treatylex.parsing.reader import parse
    >>> document = to_legalruleml(parse("Each Party shall inform the other Party, unless it is prevented."))
    >>> '<lrml:PrescriptiveStatement key="norm_1">' in document
    True
    >>> '<lrml:Override over="#norm_1__exception_1" under="#norm_1" />' in document
    True
    """
    root = ET.Element("lrml:LegalRuleML", {"xmlns:lrml": LRML, "xmlns:ruleml": RULEML})
    norms = [clause for clause in treaty.clauses if _statement(clause)]
    sources = {clause.eid: _source(treaty, clause) for clause in norms}
    _legal_sources(root, treaty, list(dict.fromkeys(sources.values())))
    _agents(root, norms)
    _associations(root, sources)
    if norms:
        statements = add(root, "lrml:Statements", key="statements")
        for clause in norms:
            _write(statements, clause)
    return document(root)


def left_out(treaty: Treaty) -> dict[str, int]:
    """How many clauses of each kind LegalRuleML has no statement for.

    >>> from treatylex.parsing.reader import parse
    >>> left_out(parse("The Parties should meet. Each Party shall act."))
    {'recommendation': 1}
    """
    return dict(Counter(clause.kind.value for clause in treaty.clauses if not _statement(clause)))


def _statement(clause: Clause) -> str | None:
    if clause.kind in _DEONTIC:
        return "PrescriptiveStatement"
    return "ConstitutiveStatement" if clause.kind in _CONSTITUTIVE else None


# ---------------------------------------------------------------- where norms come from, and whom they bind


def _source(treaty: Treaty, clause: Clause) -> str:
    """The eId of the provision that says a clause; "" for a text without provisions."""
    provision = treaty.parent(clause)
    return provision.eid if provision else ""


def _key(eid: str) -> str:
    return f"source_{eid}" if eid else "source"


def _legal_sources(root: Element, treaty: Treaty, eids: Sequence[str]) -> None:
    if not eids:
        return
    sources = add(root, "lrml:LegalSources")
    work = work_iri(treaty)
    for eid in eids:
        add(sources, "lrml:LegalSource", key=_key(eid), sameAs=f"{work}/!main~{eid}" if eid else work)


def _actors(phrase: Phrase | None) -> Iterator[tuple[str | None, str]]:
    """Who is meant, by the name that is the same in every treaty, and in the treaty's words."""
    if phrase is not None:
        for actor in (phrase.actor or "").split(JOINED):
            yield actor or None, phrase.normalized


def _agents(root: Element, norms: Sequence[Clause]) -> None:
    named = (actor for clause in norms for side in (clause.bearer, clause.counterparty) for actor, _ in _actors(side))
    known = sorted({actor for actor in named if actor})
    if known:
        agents = add(root, "lrml:Agents")
        for actor in known:
            add(agents, "lrml:Agent", key=f"agent_{actor}")


def _associations(root: Element, sources: dict[str, str]) -> None:
    if not sources:
        return
    associations = add(root, "lrml:Associations")
    for eid, clauses in itertools.groupby(sources, sources.__getitem__):
        association = add(associations, "lrml:Association")
        add(association, "lrml:appliesSource", keyref=f"#{_key(eid)}")
        for clause in clauses:
            add(association, "lrml:toTarget", keyref=f"#{clause}")


# ---------------------------------------------------------------- statements


def _write(statements: Element, clause: Clause) -> None:
    """A norm, and what overrides it."""
    statement = add(statements, f"lrml:{_statement(clause)}", key=clause.eid)
    rule = _rule(statement, clause.eid, clause.conditions, clause)
    _effect(add(rule, "ruleml:then"), clause)
    for number, exception in enumerate(clause.exceptions, start=1):
        key = f"{clause.eid}__exception_{number}"
        overriding = add(statements, f"lrml:{_statement(clause)}", key=key)
        rule = _rule(overriding, key, (exception,))
        _effect(add(add(rule, "ruleml:then"), "ruleml:Neg"), clause)
        add(add(statements, "lrml:OverrideStatement"), "lrml:Override", over=f"#{key}", under=f"#{clause.eid}")


def _rule(statement: Element, key: str, conditions: Sequence[Phrase], clause: Clause | None = None) -> Element:
    """A rule with the words of its clause and its conditions: all of them must hold, of those joined by "or" one."""
    rule = add(statement, "ruleml:Rule", key=f"rule_{key}", closure="universal")
    if clause is not None:
        put(add(rule, "lrml:Paraphrase"), one_line(clause.text))
    if clause is not None and clause.exceptions:
        add(add(rule, "lrml:hasStrength"), "lrml:DefeasibleStrength")
    body = add(add(rule, "ruleml:if"), "ruleml:And")
    for group in _alternatives(conditions):
        parent = add(body, "ruleml:Or") if len(group) > 1 else body
        for condition in group:
            _relation(add(parent, "ruleml:Atom"), _case(condition))
    return rule


def _case(condition: Phrase) -> str:
    """What a condition or exception speaks of, without the word that opens it: "unless" is said by the rule."""
    opener = condition.opener or ""
    words = condition.normalized
    return words[len(opener) :].strip() if opener and words.lower().startswith(opener) else words


def _alternatives(conditions: Sequence[Phrase]) -> list[list[Phrase]]:
    groups: list[list[Phrase]] = []
    for condition in conditions:
        if groups and condition.join is PhraseJoin.OR:
            groups[-1].append(condition)
        else:
            groups.append([condition])
    return groups


def _effect(parent: Element, clause: Clause) -> None:
    """What holds where the conditions do: a deontic effect with its parties, or how things are."""
    if clause.kind not in _DEONTIC:
        _atom(parent, clause)
        return
    effect = add(parent, f"lrml:{_DEONTIC[clause.kind]}")
    for role, phrase in (("lrml:Bearer", clause.bearer), ("lrml:AuxiliaryParty", clause.counterparty)):
        for actor, words in _actors(phrase):
            slot = add(effect, "ruleml:slot")
            add(slot, role)
            put(add(slot, "ruleml:Ind", **({"iri": f"#agent_{actor}"} if actor else {})), words)
    _atom(add(effect, "ruleml:Neg") if clause.kind is ClauseKind.EXEMPTION else effect, clause)


def _atom(parent: Element, clause: Clause) -> None:
    """What is done or is so, in the treaty's words, and how, when and to what end."""
    atom = add(parent, "ruleml:Atom")
    words = clause.action.normalized if clause.action else one_line(clause.text)
    _relation(atom, words)
    subject = clause.term or (None if clause.bearer else clause.subject)
    if subject is not None:
        put(add(atom, "ruleml:Ind"), subject.normalized)
    for name in _SLOTS:
        for phrase in clause.phrases(name):
            slot = add(atom, "ruleml:slot")
            put(add(slot, "ruleml:Ind"), phrase.role.value)
            put(add(slot, "ruleml:Data"), phrase.normalized)


def _relation(atom: Element, words: str) -> None:
    put(add(atom, "ruleml:Rel"), words)
