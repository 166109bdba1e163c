"""Actors: the words in which the model says who a party, an organ or a person is, the same in every treaty.

Guarantee: the vocabulary is that of `grammars/actor.lark` (a test compares them) and of the States and organisations
in `corpus/states.toml`; organs, persons and States in a role may bear words before these names: `scientific_council`.
"""

import functools

from treatylex.knowledge import tables
from treatylex.model.clauses import JOINED

PARTIES = (
    "each_party", "any_party", "the_party", "other_party", "party_concerned", "disputing_party",
    "each_state", "any_state", "the_state", "other_state", "third_state",
)  # fmt: skip
"""The Parties and States, each, any or one of them."""

ORGANS = (
    "joint_committee", "depositary", "secretariat", "conference_of_the_parties", "review_conference",
    "general_assembly", "security_council", "executive_council", "council_of_ministers", "assembly", "conference",
    "council", "commission", "committee", "subcommittee", "board", "bureau", "working_group", "tribunal", "panel",
    "court_of_justice", "court_of_auditors", "court", "international_court_of_justice", "parliament", "organization",
    "regional_organization", "union", "community", "agency", "authority", "competent_authority", "central_authority",
    "customs_authority", "aeronautical_authority", "judicial_authority", "administration", "institution", "body",
    "ministry", "office", "centre", "bank", "fund", "mission", "delegation", "police", "armed_forces",
    "protecting_power", "detaining_power", "occupying_power", "company", "airline", "carrier", "operator", "supplier",
    "importer", "exporter", "producer", "creditor", "debtor", "insurer", "vessel",
)  # fmt: skip
"""The head nouns of organs, offices and undertakings."""

PERSONS = (
    "secretary_general", "director_general", "executive_secretary", "president", "chairperson", "director",
    "secretary", "registrar", "prosecutor", "minister", "judge", "arbitrator", "conciliator", "inspector", "observer",
    "expert", "representative", "official", "diplomatic_agent", "consular_officer", "member_of_staff", "agent",
    "national", "resident", "person", "child", "family_member", "prisoner", "prisoner_of_war", "refugee", "student",
    "worker", "employer", "witness", "investor", "owner", "applicant", "claimant", "respondent", "master", "crew",
    "passenger", "member_of_the_mission",
)  # fmt: skip
"""The head nouns of persons, by office or station."""

MEMBER = "member"
_IN_A_ROLE = "_state"  # "requesting_state"
_OF_A_ROLE = "state_of_"  # "state_of_origin"

COVERED_BY = {
    "each_party": frozenset({"each_party", "any_party", "the_party", "other_party", "party_concerned", MEMBER}),
    "any_party": frozenset({"each_party", "any_party", "the_party", "other_party", "party_concerned", MEMBER}),
    "each_state": frozenset({"each_state", "any_state", "the_state", "other_state"}),
    "any_state": frozenset({"each_state", "any_state", "the_state", "other_state"}),
}
"""Of whom a statement about all, or about any, speaks too: what is true of no Party is true of neither."""


@functools.cache
def usual_actors() -> frozenset[str]:
    """The names of actors that stand for themselves, without words before them.

    >>> sorted(usual_actors() & {"each_party", "depositary", "prussia", "each_partie"})[:2]
    ['depositary', 'each_party']
    """
    states = tables("states")
    named = {entry["id"] for entry in (*states["state"], *states["organization"])}
    return frozenset({*PARTIES, *ORGANS, *PERSONS, MEMBER, *named})


def is_actor_name(name: str) -> bool:
    """Whether an actor of any treaty can bear this name; several are joined by "+".

    >>> is_actor_name("scientific_council"), is_actor_name("requesting_state"), is_actor_name("each_partie")
    (True, True, False)
    """
    return all(map(_is_one, name.split(JOINED)))


def _is_one(name: str) -> bool:
    if name in usual_actors():
        return True
    if name.endswith(_IN_A_ROLE) or name.startswith(_OF_A_ROLE):
        return len(name) > len(_OF_A_ROLE)
    words = name.split("_")
    tails = {"_".join(words[first:]) for first in range(1, len(words))}
    return not tails.isdisjoint((*ORGANS, *PERSONS))
