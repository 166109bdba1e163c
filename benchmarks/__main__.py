"""`python -m benchmarks [FILE...]`: how fast treaties are read and compared, what was found, and what peers take.

Parse time is told as a ratio to a plain search for the same cues.

Seconds differ from machine to machine; the ratio hardly does. The search is one case-blind regular expression over
the phrases that the grammars of clauses and references list (without the general vocabulary, which would flatter the
ratio), run over the same text in the same process. What was found stands beside the time, so that a faster reader that
finds less does not pass for a gain: what the specimens give is compared with `baseline.json`, which `--keep` writes
anew. Peers are measured where they are installed (`benchmarks/requirements.txt`).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import treatylex
from benchmarks import comparing
from treatylex.language.grammar import phrases
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.source import one_line

GRAMMARS = ("clause", "reference")
_USEFUL_SIZE = 1_000_000
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
    texts = [treatylex.read(file).text for file in options.files] or [excerpt.text for excerpt in treatylex.excerpts()]
    repeat = 1 if options.quick or options.files else max(1, _USEFUL_SIZE // sum(map(len, texts)))
    figures = measure(texts * repeat, runs=1 if options.quick else 3)
    small = {"each": 1, "copies": 2} if options.quick else {}
    figures |= first_parse()
    figures |= peers(texts * repeat, float(str(figures["scan_seconds"])), runs=1 if options.quick else 3)
    figures |= gains_and_losses(keep=options.keep)
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


def peers(texts: list[str], scan_seconds: float, *, runs: int) -> dict[str, object]:
    """What others take for the same texts, as ratios to the same search: spaCy's tokens and sentences alone."""
    try:
        import spacy
    except ImportError:
        return {"peers": "none installed; pip install -r benchmarks/requirements.txt"}
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = max(map(len, texts)) + 1
    seconds = best(lambda: [pipeline(text) for text in texts], runs)
    return {f"spaCy {spacy.__version__}, blank: ratio": round(seconds / scan_seconds, 2)}


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
