"""`python -m benchmarks [FILE...]`: how fast treaties are read and compared, what was found, and what peers take.

Parse time is told as ratios to what else is done with the same text in the same run, each in turn: seconds differ from
machine to machine and from minute to minute, ratios hardly do.

- The plain search is what one would write by hand: one case-blind regular expression with the phrases that the grammars
  of clauses and references list side by side. Left out are the general vocabulary and terminals that compose hundreds
  of phrases ("is under no obligation whatever to"), which would slow the search down and so flatter the ratio.
- The tree is the quickest search that `re` does: all phrases, composed ones too, as one prefix tree, tried where words
  begin.
- spaCy's tokens and sentences, where it is installed (`benchmarks/requirements.txt`).

What was found stands beside the time, so that a faster reader that finds less does not pass for a gain: what the
specimens give is compared with `baseline.json`, which `--keep` writes anew.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import treatylex
from benchmarks import comparing
from treatylex.language.expressions import tree_pattern
from treatylex.language.grammar import listed
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.source import one_line

GRAMMARS = ("clause", "reference")
_USEFUL_SIZE = 250_000
_COMPOSED = 100
"""A terminal that spells more phrases composes them."""
_SHOWN = 20
_BASELINE = Path(__file__).with_name("baseline.json")


def main() -> None:
    """Run the benchmarks and print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="treaties; without any, the specimens, repeated")
    parser.add_argument("--quick", action="store_true", help="the specimens once, one run: a check that it all works")
    parser.add_argument("--keep", action="store_true", help="keep what the specimens give as the baseline")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    figures: dict[str, object] = {}
    for part in _parts(options):
        figures |= part
        for name, value in part.items() if not options.json else ():
            print(f"{name:<36}{value}", flush=True)
    if options.json:
        json.dump(figures, sys.stdout, indent=1)
        print()


def _parts(options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """The figures, those that are told together as they are measured."""
    texts = [treatylex.read(file).text for file in options.files] or [excerpt.text for excerpt in treatylex.excerpts()]
    repeat = 1 if options.quick or options.files else max(1, _USEFUL_SIZE // sum(map(len, texts)))
    yield measure(texts * repeat, runs=1 if options.quick else 3)
    yield first_parse()
    yield gains_and_losses(keep=options.keep)
    small = {"each": 1, "copies": 2} if options.quick else {}
    yield from comparing.measure([treatylex.parse(text) for text in texts[: 3 if options.quick else None]], **small)


def measure(texts: list[str], *, runs: int) -> dict[str, object]:
    """Parse the texts, and do with them what parsing is compared with; of each the best of `runs` counts."""
    treatylex.parse("Each Party shall cooperate in accordance with Article 1.")  # compiles the grammars
    seconds = best({"parse": treatylex.parse, **searches(), **peers(max(map(len, texts)))}, texts, runs)
    parsing = seconds.pop("parse")
    return {
        "texts": len(texts),
        "megabytes": round(sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6, 3),
        "parse_seconds": round(parsing, 3),
        "characters_per_second": round(sum(map(len, texts)) / parsing),
        **{f"ratio to {name}": round(parsing / other, 2) for name, other in seconds.items()},
        "peak_megabytes": round(peak(texts) / 1e6, 1),
        **found([treatylex.parse(text) for text in texts]),
    }


def searches() -> dict[str, Callable[[str], object]]:
    """The plain search for cues, and the one in the form of a tree."""
    vocabulary = {phrase for several in listed("lexicon").values() for phrase in several}
    terminals = [several for grammar in GRAMMARS for several in listed(grammar).values()]
    every = dict.fromkeys(phrase for several in terminals for phrase in several if phrase not in vocabulary)
    plain = dict.fromkeys(cue for several in terminals if len(several) <= _COMPOSED for cue in several if cue in every)
    return {
        f"a search for {len(plain):,} cues": _count("|".join(map(re.escape, plain))),
        f"a tree of {len(every):,} cues": _count(rf"\b{tree_pattern(every)}"),
    }


def _count(pattern: str) -> Callable[[str], object]:
    """A function that counts the matches of a pattern in a text."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: sum(1 for _ in compiled.finditer(text))


def first_parse() -> dict[str, object]:
    """The processor time that a fresh process takes above bare Python for its first parse, without a cache."""
    program = "import time, treatylex; treatylex.parse('Each Party shall act.'); print(time.process_time())"
    environment = {**os.environ, "TREATYLEX_CACHE": "off"}
    seconds = [
        min(float(_run(code, environment)) for _ in range(3))
        for code in (program, "import time; print(time.process_time())")
    ]
    return {"first parse, seconds": round(seconds[0] - seconds[1], 2)}


def _run(code: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout


def peers(longest: int) -> dict[str, Callable[[str], object]]:
    """What others do with a text of at most `longest` characters, where they are installed."""
    try:
        import spacy
    except ImportError:
        print("no peers are installed: pip install -r benchmarks/requirements.txt", file=sys.stderr)
        return {}
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = longest + 1
    return {f"spaCy {spacy.__version__}, blank": pipeline}


def gains_and_losses(*, keep: bool) -> dict[str, object]:
    """How what the specimens give differs from the baseline: findings that came, and findings that went."""
    now = {excerpt.id: sorted(findings(treatylex.parse(excerpt.text))) for excerpt in treatylex.excerpts()}
    if keep:
        text = json.dumps(now, ensure_ascii=False, indent=0, sort_keys=True)
        _BASELINE.write_text(f"{text}\n", encoding="utf-8")
    before = json.loads(_BASELINE.read_text(encoding="utf-8"))
    gained = Counter[str]()
    lost = Counter[str]()
    for name, found in now.items():
        gained += Counter(found) - Counter(before.get(name, ()))
        lost += Counter(before.get(name, ())) - Counter(found)
    shown = [*(f"+ {each}" for each in gained), *(f"- {each}" for each in lost)]
    return {"findings gained": gained.total(), "findings lost": lost.total(), **dict.fromkeys(shown[:_SHOWN], "")}


def findings(treaty: Treaty) -> Iterator[str]:
    """What was found in a treaty, each as a line: clauses with their parts, and where references lead."""
    for clause in treaty.clauses:
        yield f"{clause.eid}: {clause.kind.value}: {clause.bearer or ''} | {clause.modal or ''} | {clause.action or ''}"
    for reference, links in zip(treaty.references, treaty.links, strict=True):
        targets = ", ".join(f"{link.status.value} {link.eid or link.work or ''}" for link in links)
        yield f"{one_line(reference.text)}: {targets}"


def best(actions: Mapping[str, Callable[[str], object]], texts: Sequence[str], runs: int) -> dict[str, float]:
    """The least processor time that each of some actions takes for all texts, in seconds; each run does all in turn."""
    least = dict.fromkeys(actions, math.inf)
    for _ in range(runs):
        for name, action in actions.items():
            began = time.process_time()
            for text in texts:
                action(text)
            least[name] = min(least[name], time.process_time() - began)
    return least


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
