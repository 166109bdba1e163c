"""Units: the cues that name a provision's kind, by what may stand around them.

Guarantees: nothing is decided here but by the types of cues of `reference.lark`; no text is kept.
"""

from treatylex.language.grammar import pattern

# From the outermost to the innermost: what a comma or a blank may nest. A section may hold articles or stand in one.
_LEVELS = (
    "PROT ANNEX SCHED",
    "APP PART",
    "TITLE",
    "CHAP",
    "SEC",
    "ART RULE REG PRINCIPLE PREAMBLE",
    "SEC",
    "PARA REC NO TABLE",
    "SUB SUB_POINT COLUMN",
    "SENT FN",
)
RANK = {unit: rank for rank, level in enumerate(_LEVELS) for unit in level.split()}
ALL = frozenset(RANK)
CAPITALISED = frozenset({"PART", "TITLE", "SCHED", "PRINCIPLE"})  # as common nouns they are frequent
COMMON_NOUNS = frozenset({"REG", "RULE", "PRINCIPLE", "SUB_POINT", "PART", "TITLE", "SENT", "TABLE", "COLUMN"})
POINTED = ALL - {"SUB_POINT", "PRINCIPLE", "PROT", "FN", "PREAMBLE", "TABLE", "COLUMN", "NO"}  # "this Article"
COUNTED = frozenset({"PARA", "SUB", "SENT", "REC"})  # "the second paragraph"
ALONE = frozenset({"ANNEX", "APP", "SCHED", "PREAMBLE"})  # without a number
OWNED = frozenset({"ANNEX", "APP", "SCHED", "PROT"})  # "its Annex"
BELONGING = OWNED | {"FN", "PREAMBLE"}  # "Annex I to this Agreement"
AFTER_NAME = ("ART", "ANNEX", "CHAP", "RULE", "REG")  # "MARPOL Annex I"
ALSO_INSTRUMENTS = frozenset({"PROT", "REG"})  # without a number: "the said Protocol"


def speaks_of_a_provision(pointer: str, unit: str, text: str) -> bool:
    """Whether a pointer with a unit in small letters means a provision: not "that part", nor "such articles"."""
    if unit in CAPITALISED:
        return False
    if pointer == "THIS":
        return unit != "RULE"
    if unit == "ART":
        return pointer == "PRECEDING" or not pattern("structure", "PLURAL_UNIT").fullmatch(text)
    several = pattern("structure", "PLURAL_UNIT").fullmatch(text) is not None
    return unit in ("PARA", "SUB", "SENT") or (pointer == "THAT" and unit in ("ANNEX", "CHAP") and not several)
