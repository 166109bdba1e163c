"""`python -m benchmarks.judgement FOLDER`: whether a comparison weighs edits of law above edits of style.

Each edit of `judgement.toml` is planted by itself in articles of the treaties in FOLDER, up to `--each` times, and the
article before and after is compared. Printed are, of each kind of edit, the weights of the heaviest change; over all
kinds, how often an edit of substance outweighs one of style (every pair counts, every kind weighs the same), how many
edits of substance nobody was told of, and how much of style weighs above a half.
"""

import argparse
import bisect
import json
import random
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

import treatylex
from treatylex.model.changes import TreatyDiff

_TABLE = Path(__file__).with_suffix(".toml")
_HALF = 0.5
_GATE = ("kind", "modal", "bearer", "conditions", "exceptions", "times", "references")
_LONGEST = 6000
"""Articles of more characters are left out: the time goes into many edits, not into long texts."""
_PIECE = 2500
"""So many characters a piece has at most, unless a paragraph is longer."""
_OTHER_NUMBERS = {"one": "two", "two": "five", "three": "seven", "six": "nine", "ten": "forty", "twelve": "eighteen"}


@attrs.frozen
class Outcome:
    """One planted edit: its kind, the words before and after, and what the comparison said."""

    kind: str
    before: str
    after: str
    diff: TreatyDiff = attrs.field(repr=False)
    fields: tuple[str, ...] = ()

    @property
    def passes_a_gate(self) -> bool:
        """Whether a gate on one of the fields that were edited stays open."""
        return any(not any(change.closes([field]) for change in self.diff.changes) for field in self.fields)

    @property
    def weight(self) -> float:
        """What the heaviest change weighs; 0 where none was found."""
        return max((change.weight for change in self.diff.changes), default=0.0)


def edits() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The edits by what they do, `substance` or `style`, and by name."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def planted(articles: Sequence[str], find: str, put: str, each: int) -> Iterator[tuple[str, str, str, str]]:
    """Articles with one edit planted: the text before and after, and the words around the place in both."""
    found = 0
    for text in articles:
        places = list(re.finditer(find, text))
        if places and found < each:
            place = places[len(text) % len(places)]
            words = place.expand(put.replace("{number}", _other_number(place)))
            after = f"{text[: place.start()]}{words}{text[place.end() :]}"
            if after != text:
                found += 1
                near = slice(max(0, place.start() - 60), place.end() + 40)
                yield text, after, text[near], after[near]


def _other_number(place: re.Match[str]) -> str:
    number = (place.group(1) or "") if place.re.groups else ""
    return str(int(number) + 3) if number.isdigit() else _OTHER_NUMBERS.get(number, "twenty")


def articles_of(folder: Path, treaties: int, seed: int) -> list[str]:
    """The articles of some treaties of a folder, in an order of chance."""
    chance = random.Random(seed)
    files = sorted(folder.rglob("*.txt"))
    found = []
    for path in chance.sample(files, min(treaties, len(files))):
        treaty = treatylex.parse(path.read_text(encoding="utf-8", errors="replace"))
        found += [article.text for article in treaty.articles if 80 < len(article.text) <= _LONGEST]
    chance.shuffle(found)
    return found


def pieces_of(folder: Path, treaties: int, seed: int) -> list[str]:
    """Pieces of some treaties of a folder, cut at blank lines, whatever stands in them: annexes, tables, footnotes."""
    chance = random.Random(seed)
    files = sorted(folder.rglob("*.txt"))
    found: list[str] = []
    for path in chance.sample(files, min(treaties, len(files))):
        piece = ""
        for paragraph in re.split(r"(?<=\n)\s*\n", path.read_text(encoding="utf-8", errors="replace")):
            if piece and len(piece) + len(paragraph) > _PIECE:
                found.append(piece)
                piece = ""
            piece += f"{paragraph}\n"
        found.append(piece)
    chance.shuffle(found)
    return [piece for piece in found if len(piece) <= _LONGEST]


def outcomes(articles: Sequence[str], each: int) -> dict[str, list[Outcome]]:
    """What became of the edits of either sort."""
    found: dict[str, list[Outcome]] = {}
    for sort, kinds in edits().items():
        found[sort] = []
        for name, edit in kinds.items():
            for before, after, said, told in planted(articles, edit["find"], edit["put"], each):
                diff = treatylex.diff_treaties(treatylex.parse(before), treatylex.parse(after))
                fields = tuple(filter(None, edit.get("fields", "").split(",")))
                found[sort].append(Outcome(name, said, told, diff, fields))
    return found


def outweighing(substance: Sequence[Outcome], style: Sequence[Outcome]) -> float:
    """How often an edit of substance outweighs one of style, kinds weighing the same."""
    by_kind = [_weights(sort) for sort in (substance, style)]
    shares = [
        statistics.fmean(bisect.bisect_left(light, weight) / len(light) for weight in heavy)
        for heavy in by_kind[0].values()
        for light in by_kind[1].values()
    ]
    return statistics.fmean(shares)


def _weights(found: Sequence[Outcome]) -> dict[str, list[float]]:
    kinds = dict.fromkeys(outcome.kind for outcome in found)
    return {kind: sorted(outcome.weight for outcome in found if outcome.kind == kind) for kind in kinds}


def figures(found: Mapping[str, Sequence[Outcome]]) -> dict[str, object]:
    """The figures over all kinds."""
    substance, style = found["substance"], found["style"]
    return {
        "kinds": {sort: len(_weights(each)) for sort, each in found.items()},
        "edits": {sort: len(each) for sort, each in found.items()},
        "substance outweighs style": round(outweighing(substance, style), 4),
        "substance unseen": sum(not outcome.diff for outcome in substance),
        "substance past every gate": sum(not _closes(outcome) for outcome in substance),
        "edits past a gate": sum(outcome.passes_a_gate for outcome in substance),
        "of edits with a gate": sum(bool(outcome.fields) for outcome in substance),
        "style that closes a gate": round(statistics.fmean(_closes(outcome) for outcome in style), 4),
        "style above a half": round(statistics.fmean(outcome.weight > _HALF for outcome in style), 4),
    }


def _closes(outcome: Outcome) -> bool:
    return any(change.closes(_GATE) for change in outcome.diff.changes)


def main() -> None:
    """Plant the edits and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judgement", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of treaties as text files")
    parser.add_argument("--treaties", type=int, default=60, help="so many of them")
    parser.add_argument("--each", type=int, default=5, help="so many edits of each kind")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--anywhere", action="store_true", help="in pieces of treaties, whatever stands in them")
    parser.add_argument(
        "--show",
        default="",
        metavar="KIND",
        help="show the edits of this kind, or those past a `gate`, and their changes",
    )
    options = parser.parse_args()
    texts = pieces_of if options.anywhere else articles_of
    found = outcomes(texts(options.folder, options.treaties, options.seed), options.each)
    for sort, each in found.items():
        print(sort)
        for kind, weights in sorted(_weights(each).items(), key=lambda item: statistics.fmean(item[1])):
            print(f"  {kind:<28}{' '.join(f'{weight:.2f}' for weight in weights)}")
        for outcome in each:
            if outcome.kind == options.show or (options.show == "gate" and outcome.passes_a_gate):
                print(f"    {outcome.before!r}\n    {outcome.after!r}")
                for change in outcome.diff.changes:
                    print(f"      {change.weight} {change.kind} {change.fields} {[str(t) for t in change.touches]}")
    json.dump(figures(found), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
