"""What treatylex writes it reads back as the same tree: provisions, clauses, references."""

import pytest

import treatylex
from treatylex.collections.conversions import conversions
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind
from treatylex.reporting.outline import clause_entry
from treatylex.source import one_line
from treatylex.specimens import Excerpt

FORMATS = ("akn", "docx", "html", "markdown")


def tree(treaty: treatylex.Treaty) -> dict[str, object]:
    """The tree without what its texts are cut into: nodes compare by what they say."""
    return {
        "title": one_line(treaty.title),
        "provisions": [(each.eid, each.level, each.number, one_line(each.heading)) for each in treaty.provisions],
        "clauses": [clause_entry(clause) for clause in treaty.clauses],
        "references": [
            (one_line(each.text), each.relation, each.targets, [found.status for found in treaty.resolve(each)])
            for each in treaty.references
        ],
    }


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_specimens_read_back_as_the_same_tree(excerpt: Excerpt, name: str) -> None:
    treaty = treatylex.parse(excerpt.text)
    made = treatylex.convert(treaty, name)
    again = read_bytes(made.encode() if isinstance(made, str) else made, f"made{conversions()[name].suffix}")
    assert again.source_format == name
    assert tree(again) == tree(treaty)


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_akoma_ntoso_written_read_and_written_again_is_the_same(excerpt: Excerpt) -> None:
    made = treatylex.to_akn(treatylex.parse(excerpt.text, source_name="made.xml"))
    assert treatylex.to_akn(read_bytes(made.encode(), "made.xml")) == made


NOTED = """# PACT OF ISSEL

The States Parties,

Recalling the Charter of the United Nations[^1],

Have agreed as follows:

### Article 1

The Council shall meet once a year[^2]. It shall consist of:

- three members of Norland[^x]; and
- three members of Sutland.

### Article 2

The fees are:

| Year | Fee | Port |
|------|-----|------|
| 2027 | 10[^7] | Hale[^y] or Brede |

Each Party shall pay them[^5].

[^1]: Signed in 1945.
[^2]: It shall meet at Issel.
[^7]: In marks of 2001.
[^y]: Save in winter.
[^x]: That Party shall name them.
[^5]: In *marks*.
"""


@pytest.mark.parametrize("name", FORMATS)
def test_notes_are_notes_again(name: str) -> None:
    treaty = read_bytes(NOTED.encode(), "noted.md")
    made = treatylex.convert(treaty, name)
    again = read_bytes(made.encode() if isinstance(made, str) else made, f"made{conversions()[name].suffix}")
    assert tree(again) == tree(treaty)
    said, told = ([leaf.text for leaf in each.leaves if leaf.kind is LeafKind.FOOTNOTE] for each in (treaty, again))
    assert said == told
    assert [text.partition(" ")[0] for text in said] == ["1", "1", "2", "x", "2", "x", "7", "y", "7", "y", "5", "5"]
    assert said[-1] == "5 In marks."
