"""`python -m benchmarks.metamorphic FOLDER [SENTENCES]`: how often a rewriting that changes no law changes the reading.

Sentences are drawn from the treaties of a folder, each read by itself below a heading; for each law of
`treatylex.testing.laws` the share of sentences in which another field differs is printed, and with `--show` which.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

import treatylex
from treatylex.model.clauses import Clause
from treatylex.testing.laws import Law, applies, breaches

_LONGEST = 600  # characters
_EACH = 8  # of one treaty


def main() -> None:
    """Print one line a law."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metamorphic", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sentences", nargs="?", type=int, default=1000)
    parser.add_argument("--show", action="store_true", help="print each breach")
    options = parser.parse_args()
    drawn = sentences(options.folder, options.sentences)
    for law in Law:
        broken, tried, fields = 0, 0, Counter[str]()
        for number, text in enumerate(drawn):
            treaty = treatylex.parse(text)
            if not applies(treaty, law):
                continue
            found = breaches(treaty, laws=[law], choice=number)
            tried += 1
            broken += bool(found)
            fields.update({each.field for each in found})
            for each in found if options.show else ():
                print(each)
        share = f"{broken / tried:.2%}" if tried else "–"
        print(f"{law:<12}{broken:>5} of {tried:>5} {share:>8}  {dict(fields.most_common())}", flush=True)


def sentences(folder: Path, count: int) -> list[str]:
    """Articles of one sentence each, drawn from the clauses of the treaties in a folder."""
    chance = random.Random(7)
    files = sorted(folder.rglob("*.txt"))
    chance.shuffle(files)
    drawn: list[str] = []
    for file in files:
        treaty = treatylex.parse(file.read_text(encoding="utf-8", errors="replace")[:100_000])
        own = [clause for clause in treaty.clauses if _is_whole(clause)]
        chosen = chance.sample(own, min(_EACH, len(own)))
        drawn += (f"Article 4\n\n{' '.join(clause.text.split())}." for clause in chosen)
        if len(drawn) >= count:
            break
    return drawn[:count]


def _is_whole(clause: Clause) -> bool:
    """Whether the words of a clause are a sentence, short enough to look at."""
    subject = clause.subject
    return clause.modal is not None and subject is not None and not subject.inherited and len(clause.text) < _LONGEST


if __name__ == "__main__":
    main()
