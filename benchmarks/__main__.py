"""`python -m benchmarks [FILE...]`: how fast treaties are read and compared, and what was found.

Parse time is told as a ratio to a plain search for the same cues.

Seconds differ from machine to machine; the ratio hardly does. The search is one case-blind regular expression over
the phrases that the grammars of clauses and references list (without the general vocabulary, which would flatter the
ratio), run over the same text in the same process. What was found stands beside the time, so that a faster reader that
finds less does not pass for a gain.
"""

import argparse
import json
import re
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable

import treatylex
from benchmarks import comparing
from treatylex.language.grammar import phrases
from treatylex.model.provisions import LeafKind, Treaty

GRAMMARS = ("clause", "reference")
_USEFUL_SIZE = 1_000_000


def main() -> None:
    """Run the benchmarks and print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="treaties; without any, the specimens, repeated")
    parser.add_argument("--quick", action="store_true", help="the specimens once, one run: a check that it all works")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    texts = [treatylex.read(file).text for file in options.files] or [excerpt.text for excerpt in treatylex.excerpts()]
    repeat = 1 if options.quick or options.files else max(1, _USEFUL_SIZE // sum(map(len, texts)))
    figures = measure(texts * repeat, runs=1 if options.quick else 3)
    small = {"each": 1, "copies": 2} if options.quick else {}
    figures |= comparing.measure([treatylex.parse(text) for text in texts[: 3 if options.quick else None]], **small)
    if options.json:
        json.dump(figures, sys.stdout, indent=1)
        print()
    else:
        for name, value in figures.items():
            print(f"{name:<24}{value}")


def measure(texts: list[str], *, runs: int) -> dict[str, object]:
    """Parse the texts and search them for cues; the best of `runs` counts."""
    vocabulary = set(phrases("lexicon"))
    cues = dict.fromkeys(cue for grammar in GRAMMARS for cue in phrases(grammar) if cue not in vocabulary)
    search = re.compile("|".join(map(re.escape, cues)), re.IGNORECASE)
    treatylex.parse("Each Party shall cooperate in accordance with Article 1.")  # compiles the grammars
    scan_seconds = best(lambda: [sum(1 for _ in search.finditer(text)) for text in texts], runs)
    parse_seconds = best(lambda: [treatylex.parse(text) for text in texts], runs)
    size = sum(map(len, texts))
    return {
        "texts": len(texts),
        "megabytes": round(sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6, 3),
        "parse_seconds": round(parse_seconds, 3),
        "scan_seconds": round(scan_seconds, 3),
        "ratio": round(parse_seconds / scan_seconds, 2),
        "characters_per_second": round(size / parse_seconds),
        "peak_megabytes": round(peak(texts) / 1e6, 1),
        **found([treatylex.parse(text) for text in texts]),
    }


def best(action: Callable[[], object], runs: int) -> float:
    """The least processor time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        action()
        times.append(time.process_time() - began)
    return min(times)


def peak(texts: list[str]) -> int:
    """The peak of the memory that parsing the longest text takes, its tree included, in bytes."""
    longest = max(texts, key=len)
    tracemalloc.start()
    treaty = treatylex.parse(longest)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert treaty.text == longest
    return highest


def found(treaties: list[Treaty]) -> dict[str, object]:
    """What the reader found, counted."""
    kinds = Counter(clause.kind.value for treaty in treaties for clause in treaty.clauses)
    statuses = Counter(link.status.value for treaty in treaties for links in treaty.links for link in links)
    unread = [leaf for treaty in treaties for leaf in treaty.leaves if leaf.kind is LeafKind.UNPARSED]
    return {
        "articles": sum(len(treaty.articles) for treaty in treaties),
        "clauses": kinds.total(),
        **{f"  {kind}": count for kind, count in sorted(kinds.items())},
        "targets of references": statuses.total(),
        **{f"  {status}": count for status, count in sorted(statuses.items())},
        "unread passages": len(unread),
        "diagnostics": sum(len(treaty.diagnostics) for treaty in treaties),
    }


if __name__ == "__main__":
    main()
