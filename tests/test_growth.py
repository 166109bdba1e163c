"""The time that a grammar takes grows with the length of a text, whatever the text repeats."""

import importlib.resources
import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

import treatylex
from treatylex.formats.documents import Choices

Growth = Callable[[Callable[[int], Callable[[], object]], int], float]
MOST_GROWTH = 2.1  # of work that is linear it is 2, but for what longer numbers add
SIZE = 50  # of what a page has many
LENGTH = 120_000
CPU_SECONDS = 40  # a scan of all takes a few; one whose time grows with the square of the length takes minutes
REPEATED = [
    *("1", "1.", "1,", "1/", "1 ", "٣", "a", "a ", "A ", "i", "x", "é", "("),
    *("(a)", "[", " ", ",", "- ", "“", "'s ", "one ", "and ", "of ", "the ", "not later than ", "shall "),
]
SCAN = """
import sys
from treatylex.errors import GrammarError
from treatylex.language.grammar import compiled

name, length, *repeated = sys.argv[1:]
try:
    scan = compiled(name).scan
except GrammarError:
    sys.exit("no rule start: its terminals are looked for one by one")
for unit in repeated:
    text = (unit * int(length))[: int(length)]
    assert sum(cue.end - cue.start for cue in scan(text)) <= len(text)
"""


def grammars() -> list[str]:
    folder = importlib.resources.files("treatylex.grammars")
    texts = {path.name: path.read_text() for path in folder.iterdir() if path.name.endswith(".lark")}
    return sorted(name.removesuffix(".lark") for name, text in texts.items() if "\nstart:" in f"\n{text}")


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX can limit the time of a process")
@pytest.mark.parametrize("name", grammars())
def test_a_scan_of_endless_repetition_ends(name: str) -> None:
    """Each cue of a grammar is found or passed over in time that does not grow with the square of the length."""
    command = [sys.executable, "-c", SCAN, name, str(LENGTH), *REPEATED]
    ended = subprocess.run(command, preexec_fn=limited, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-500:] or "the scan was stopped: its time grows faster than the text"


READ = """
import sys
import treatylex

length, *repeated = sys.argv[1:]
for unit in repeated:
    treatylex.parse((unit * int(length))[: int(length)])
"""
CLASSES = [
    *("1", "a", "A", "é", " ", "\n", "\t", ".", ",", ";", ":", "(", ")", "[", "“", "”", '"', "’", "-", "–", "_", "*"),
    *("a ", "A ", "1 ", "1.", "a-", "a, ", "1\n", "A\n", "\u00ad", "\u200b", "<", "|", "&", "[1] ", "“x” ", "IV ", "/"),
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX can limit the time of a process")
@pytest.mark.parametrize("half", [0, 1])
def test_a_text_that_repeats_one_sign_without_end_is_read(half: int) -> None:
    """By every stage: what a terminal does to a text depends on where a stage looks for it."""
    command = [sys.executable, "-c", READ, str(LENGTH // 2), *CLASSES[half::2]]
    ended = subprocess.run(command, preexec_fn=limited, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-500:] or "parsing was stopped: its time grows faster than the text"


def test_marks_that_nothing_closes_are_no_more_work_than_commas(work_of: Callable[[Callable[[], object]], int]) -> None:
    open_marks, commas = ("Each Party shall act " + sign * 2000 for sign in ("“", ", "))
    treatylex.parse(open_marks)  # compiles the grammars
    assert work_of(lambda: treatylex.parse(open_marks)) < 2 * work_of(lambda: treatylex.parse(commas))


def test_a_word_without_end_is_no_more_work_to_compare_than_a_long_one(
    work_of: Callable[[Callable[[], object]], int],
) -> None:
    """No place in it is tried as the end of a word; each try would read it once more."""
    consulting = treatylex.parse("Each Party shall consult.")
    long, endless = (treatylex.parse(f"Each Party shall {'a' * size}.") for size in (100, 2000))
    treatylex.diff_treaties(long, consulting)  # reads the table of equivalents
    work = work_of(lambda: treatylex.diff_treaties(endless, consulting))
    assert work < 2 * work_of(lambda: treatylex.diff_treaties(long, consulting))


@pytest.mark.parametrize(
    ("made", "size"),
    [
        pytest.param(lambda i: f"Article {i}\n\nEach Party shall report on matter {i}.\n\n", 40, id="articles"),
        pytest.param(lambda i: f"({i}) “term{i}” means a thing of kind {i};\n\n", 60, id="definitions"),
        pytest.param(lambda i: f"A thing of kind {i} (“term{i}”) shall be kept by term{i}.\n\n", 40, id="own names"),
        pytest.param(lambda i: f"Each Party shall act under Article {i + 5}. ", 60, id="dangling references"),
        pytest.param(lambda i: f"Each Party shall comply with Annex {i} and ", 60, id="one sentence"),
        pytest.param(lambda i: "\t".join(f"cell {i}, {column}" for column in range(8)) + "\n", 60, id="cells"),
        pytest.param(lambda i: f"([{i}] “a {i}", 100, id="marks that nothing closes"),
        pytest.param(lambda i: f"-----Original Message-----\nFrom: Ann {i}\nTo: Bo\n\nHello.\n\n", 100, id="mails"),
        pytest.param(
            lambda i: f"Each Party [shall] [may]* act {i}.[{i}]\n\n* Proposed by Norland {i}.\n\n", 40, id="brackets"
        ),
    ],
)
def test_a_treaty_takes_as_much_work_as_it_is_long(made: Callable[[int], str], size: int, growth_of: Growth) -> None:
    """Of whatever it has many: nothing is looked for in everything that stands before."""

    def prepare(many: int) -> Callable[[], object]:
        text = "Article 1\n\n" + "".join(made(i) for i in range(many))
        return lambda: treatylex.parse(text)

    assert growth_of(prepare, size) < MOST_GROWTH


PAGES: dict[str, Callable[[int], tuple[str, str]]] = {
    "classes that strike": lambda i: (f".a{i} {{ text-decoration: line-through }}", f"<p class=a{i}>Shall {i}.</p>"),
    "classes that hide": lambda i: (f".a{i} {{ display: none }}", f"<p class=a{i}>Shall {i}.</p><p>A</p>"),
    "rules for one name": lambda i: ("li { list-style: lower-alpha }", f"<ol><li>Act {i}.</li></ol>"),
    "rules within others": lambda i: ("@media screen { p { display: block }", f"<p>Act {i}.</p>"),
    "notes": lambda i: ("", f"<p>Act {i}.<a href=#n{i}>{i % 9}</a></p><p id=n{i}>{i % 9} Note.</p>"),
    "links to one note": lambda i: ("", f"<p>Act {i}.<a href=#n>1</a></p>"),
    "changes": lambda i: ("", f"<p>Act <ins>{i}</ins><del>x</del><del>y</del>.</p>"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_as_much_work_as_it_has_rules_and_elements(name: str, growth_of: Growth) -> None:
    pytest.importorskip("lxml")

    def prepare(many: int) -> Callable[[], object]:
        parts = [PAGES[name](i) for i in range(many)]
        styles = " ".join(style for style, _ in parts)
        page = f"<html><style>{styles}{'}' * styles.count('@')}</style><body>{''.join(part for _, part in parts)}"
        page += f"<p id=n>1 {'Note. ' * (4 * SIZE if name == 'links to one note' else 0)}</p></body></html>"
        return lambda: read(page.encode(), Choices())

    from treatylex.formats.web.reading import read

    assert growth_of(prepare, SIZE) < MOST_GROWTH


def test_words_that_are_struck_through_are_found_once(growth_of: Growth) -> None:
    """Where they stood is not counted from the start of their paragraph for each of them."""
    pytest.importorskip("markdown_it")

    def prepare(many: int) -> Callable[[], object]:
        paragraph = "Each Party shall act " + "~~soon~~ and " * many
        return lambda: read(paragraph.encode(), Choices())

    from treatylex.formats.markdown import read

    assert growth_of(prepare, SIZE) < MOST_GROWTH


def test_edits_of_a_protocol_are_asked_only_of_their_neighbours_whether_they_meet(growth_of: Growth) -> None:
    """A word that is replaced wherever it occurs is as much work as there are places."""

    def prepare(many: int) -> Callable[[], object]:
        base = treatylex.parse("Article 1\n\nEach Party shall pay " + "a fee and " * many + "a sum.")
        return lambda: treatylex.consolidate_treaties(base, [protocol])

    protocol = treatylex.parse("Article 1\n\nThe word “fee” is replaced by “due” wherever it occurs.")
    assert growth_of(prepare, 4 * SIZE) < MOST_GROWTH
