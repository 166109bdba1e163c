"""Files of a user's own: catalogues, schemes, tables of equivalents, codes and case files, however broken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fuzz.targets import TARGETS
from treatylex.coding.agreement import read_gold
from treatylex.coding.loading import load_scheme, read_scheme
from treatylex.collections import Collection
from treatylex.comparing.matching.usage import usage
from treatylex.errors import InputError
from treatylex.parsing.resolution.instruments import instruments_from
from treatylex.testing.cases import read_cases


def _members(path: str) -> object:
    """What a manifest lists, or why it lists nothing."""
    (loaded,) = Collection(path).read()
    if loaded.error is not None:
        raise loaded.error
    return loaded


READERS: dict[str, Callable[[str], object]] = {
    "catalogue": instruments_from,
    "scheme": load_scheme,
    "equivalents": usage,
    "codes": read_gold,
    "cases": read_cases,
    "manifest": _members,
}
BROKEN = {
    "deep": b"a = " + b"[" * 100_000,
    "deep JSON": b"[" * 100_000,
    "a deep key": b"a." * 100_000 + b"b = 1",
    "a deep key in quotes": b"x = {" + b"'a b' . " * 100_000 + b"c = 1}",
    "a deep section": b"[" + b'"a" . ' * 100_000 + b"b]",
    "a long number": b"a = " + b"9" * 10_000,
    "no UTF-8": b"title = '\xff'",
    "a control": b"title = '\x1b[8m'",
    "a half character": b"title = '\xed\xa0\x80'",
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("reader", READERS)
def test_a_broken_file_is_refused_in_one_line_that_names_it(reader: str, broken: str, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(BROKEN[broken])
    with pytest.raises(InputError) as caught:
        READERS[reader](str(file))
    told = str(caught.value)
    assert told.startswith(f"{file}:")
    assert not set(told) & {"\n", "\x1b"}


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_is_gone_is_told_with_its_name(reader: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.toml"):
        READERS[reader](str(tmp_path / "gone.toml"))


SHAPES = [
    "variable = {}", "variable = [1]", "phrases = [[1]]", "phrases = 1", "scope = {a = 1}", "scope = []", "gate = {}",
    "parts = {}", "[[variable]]\nrule = 1", "[[variable]]\nkind = [1]", "[[variable]]\nrule = [{when = 1, near = []}]",
    "[[variable]]\nrule = [{clause = {kind = [1]}}]", "[[variable]]\nname = 1\nvalues = {}\norder = []\ntopics = 1",
    "[[variable]]\nrule = [{near = {a = []}, value = {}, in = 1, pattern = {}}]", "[scope.a]\nheading = 1\nsays = {}",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_a_scheme_of_another_shape_has_faults_each_with_its_line(text: str) -> None:
    scheme, faults = read_scheme(text)
    assert scheme is None
    assert faults
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in faults)


KEPT = sorted(path for path in (Path(__file__).parent.parent / "fuzz" / "kept").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_inputs_that_once_showed_a_fault_show_none_any_more(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
