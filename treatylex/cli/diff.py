"""The command that compares: `clause-diff`, which is `treatylex diff`."""

import contextlib
import difflib
import functools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import attrs
import click

from treatylex.cli.inputs import Inputs, jobs_option, tell_skipped
from treatylex.cli.io import (
    Status,
    catalogue_read,
    choices_options,
    color_option,
    complain,
    ended_well,
    examples,
    form_by_name,
    instruments_option,
    opened,
    share,
    target_option,
    trouble,
    wants_color,
    write_word,
)
from treatylex.collections.folder import Folder, FolderPairs, folder_pairs, treaty_files
from treatylex.errors import InputError, TreatylexError
from treatylex.formats.documents import Choices
from treatylex.formats.registry import revisions_of
from treatylex.model.changes import CONCERNS, EVERY_FIELD, TreatyDiff
from treatylex.outputs import Outputs
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.source import visible_name

NAMES = CONCERNS
"""What `--only` and `--fail-on` may name: fields, what a change of words touches, and kinds of change."""
_SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".docx": "docx",
}
_FORMATS = (*dict.fromkeys(_SUFFIXES.values()), "safe-csv")

_CSV = ("csv", "safe-csv")


@attrs.frozen(kw_only=True)
class _Wanted:
    """What the caller wants to see, and how."""

    only: frozenset[str]
    fail_on: frozenset[str]
    min_weight: float
    format: str
    output: str | None
    brief: bool
    color: str
    equivalents: str | None
    instruments: Instruments
    choices: Choices
    jobs: int

    def outputs(self, *paths: str) -> Outputs:
        """Where to write: over nothing that is read."""
        also = (*catalogue_read(), *filter(None, [self.equivalents]))
        return Outputs() if self.output is None else Outputs([*treaty_files(paths), *also])

    def fails(self, diff: TreatyDiff) -> bool:
        """Whether a comparison ends the command with status 1."""
        if self.fail_on:
            closed = any(change.closes(self.fail_on) for change in (*diff.changes, *diff.left_out))
            return closed or (not self.fail_on.isdisjoint(EVERY_FIELD) and _settles_brackets(diff))
        return bool(diff) or _settles_brackets(diff)


def _settles_brackets(diff: TreatyDiff) -> bool:
    """Whether a bracket was opened, closed or resolved, which may turn whatever stands in it or beside it."""
    from treatylex.comparing.telling.settling import bracket_changes

    return bool(bracket_changes(diff.left, diff.right))


def names_of_changes(context: click.Context, option: click.Parameter, given: str | None) -> frozenset[str]:
    """The fields, touches and kinds that an option names, by commas."""
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(NAMES)}"
            raise click.BadParameter(f"no field or kind of change {name!r}{hint}")
    if given is not None and not names:
        raise click.BadParameter(f"no field is named; there are {', '.join(NAMES)}")
    return frozenset(names)


def comparing_options(*, only: str, fail_on: str, output: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Adds what every command has that compares texts; three of its options tell what they do there."""

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        options = (
            click.option("--only", metavar="FIELDS", callback=names_of_changes, help=f"{only}: {', '.join(NAMES)}."),
            click.option("--fail-on", metavar="FIELDS", callback=names_of_changes, help=fail_on),
            click.option(
                "--equivalents",
                metavar="FILE",
                help="A TOML file of wordings that say the same, besides those of corpus/equivalents.toml.",
            ),
            target_option(output),
            instruments_option,
            choices_options,
            jobs_option,
            color_option,
        )
        return functools.reduce(lambda made, option: option(made), reversed(options), command)

    return with_options


class LikeDiff(click.Command):
    """A command that ends every trouble with status 2, as diff(1) does: status 1 says that texts differ."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments and options."""
        with _as_diff_does():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _as_diff_does():
            return super().invoke(ctx)


@contextlib.contextmanager
def _as_diff_does() -> Iterator[None]:
    """Ends with status 2 for inputs that cannot be read, too."""
    try:
        with ended_well():
            yield
    except click.exceptions.Exit as end:
        unreadable = end.exit_code == Status.UNREADABLE
        raise click.exceptions.Exit(Status.MISUSED if unreadable else end.exit_code) from None


@click.command(
    cls=LikeDiff,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "clause-diff draft.txt signed.txt",
        "clause-diff model-2012.txt model-2019.txt --output changes.html",
        "clause-diff draft.txt signed.txt --output redline.docx",
        "clause-diff draft-with-tracked-changes.docx",
        "clause-diff draft.txt signed.txt --only modal,bearer,conditions --min-weight 0.5",
        "git show HEAD~1:treaty.txt | treatylex diff - treaty.txt --fail-on modal,figures,negation,removed",
        "treatylex diff drafts/ signed/ --format csv > changes.csv",
        statuses="Exit status: 0 nothing differs but formatting, 1 something does, 2 trouble.",
    ),
)
@click.argument("left")
@click.argument("right", required=False)
@click.argument("theirs", required=False)
@comparing_options(
    only="Only changes that touch one of these, or are of one of these kinds",
    fail_on="Exit with status 1 only when one of these changed, whatever is shown; of three texts: in a conflict.",
    output="Write to this file; to this folder for pages of folders.",
)
@click.option(
    "--min-weight",
    type=click.FloatRange(0, 1),
    default=0.0,
    callback=share,
    help="Only changes that weigh this or more.",
)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(_FORMATS),
    help="How to print; else by the ending of the output file, or text.",
)
@click.option("--brief", is_flag=True, help="Tell of each article only how many changes it has (text only).")
@click.version_option(package_name="treatylex", prog_name="clause-diff")
def clause_diff(
    left: str,
    right: str | None,
    theirs: str | None,
    only: frozenset[str],
    min_weight: float,
    fail_on: frozenset[str],
    chosen: str | None,
    target: str | None,
    brief: bool,
    equivalents: str | None,
    instruments: Instruments,
    choices: Choices,
    jobs: int,
    color: str,
) -> None:
    """Say what changed, clause by clause, from the treaty in LEFT to the one in RIGHT.

    Standard input is named by -. Two folders are compared file by file, by name. Without RIGHT: what the tracked
    changes of the document in LEFT change. With THEIRS: what RIGHT and THEIRS each change in LEFT, what both change
    alike, and where they conflict (as `treatylex merge`; status 1 for conflicts).
    """
    wanted = _Wanted(
        only=only,
        fail_on=fail_on,
        min_weight=min_weight,
        format=chosen or form_by_name(None if os.path.isdir(left) else target, _SUFFIXES, "text"),
        output=target,
        brief=brief,
        color=color,
        equivalents=checked_equivalents(equivalents),
        instruments=instruments,
        choices=choices,
        jobs=jobs,
    )
    if brief and wanted.format != "text":
        raise click.UsageError(f"--brief goes with text, not with {wanted.format}")
    if theirs is not None and right is not None:
        raise click.exceptions.Exit(_three_versions((left, right, theirs), wanted, chosen))
    if right is None:
        raise click.exceptions.Exit(_tracked(left, wanted))
    if left == right == "-":
        raise click.UsageError("only one of LEFT and RIGHT can be standard input")
    folders = [os.path.isdir(path) for path in (left, right)]
    if folders[0] != folders[1]:
        raise click.UsageError("LEFT and RIGHT must be two files or two folders")
    status = _folders(left, right, wanted) if all(folders) else _files(left, right, wanted)
    raise click.exceptions.Exit(status)


def _three_versions(paths: tuple[str, str, str], wanted: _Wanted, chosen: str | None) -> Status:
    from treatylex.cli.merge import form_of, merged

    if wanted.min_weight or wanted.brief:
        raise click.UsageError("--min-weight and --brief go with two texts, not with three")
    inputs = Inputs(paths, wanted.instruments, wanted.jobs, wanted.choices)
    form = form_of(chosen, wanted.format)
    return merged(inputs, form, wanted.output, wanted.equivalents, wanted.color, wanted.only, wanted.fail_on)


def _tracked(path: str, wanted: _Wanted) -> Status:
    """What the tracked changes of one document change."""
    from treatylex.comparing.diffing import diff_treaties

    try:
        original, accepted = revisions_of(path, wanted.instruments, wanted.choices)
    except InputError as fault:
        complain(fault)
        return Status.MISUSED
    diff = diff_treaties(original, accepted, equivalents=wanted.equivalents)
    return _told(diff.only(wanted.only, min_weight=wanted.min_weight), wanted, wanted.outputs(path))


def checked_equivalents(equivalents: str | None) -> str | None:
    """The path of a table of equivalents that can be used; else the command ends."""
    from treatylex.comparing.matching.usage import usage

    try:
        usage(equivalents)
    except InputError as fault:
        raise click.BadParameter(str(fault), param_hint="--equivalents") from None
    return equivalents


def _files(left: str, right: str, wanted: _Wanted) -> Status:
    (diff,) = _compared([left, right], wanted)
    return Status.MISUSED if diff is None else _told(diff, wanted, wanted.outputs(left, right))


def _told(diff: TreatyDiff, wanted: _Wanted, outputs: Outputs) -> Status:
    if wanted.format == "docx":
        try:
            write_word(diff, wanted.output, outputs)
        except InputError as fault:
            complain(fault)
            return Status.MISUSED
        return Status.DIFFERENT if wanted.fails(diff) else Status.DONE
    with opened(wanted.output, outputs, data=wanted.format != "text") as out:
        _write(diff, out, wanted)
    return Status.DIFFERENT if wanted.fails(diff) else Status.DONE


def _compared(paths: Sequence[str], wanted: _Wanted) -> Iterator[TreatyDiff | None]:
    """What differs between each file and the one after it; `None`, after a complaint, when one cannot be read."""
    from treatylex.comparing.diffing import diff_treaties

    loaded = Inputs(paths, wanted.instruments, wanted.jobs, wanted.choices).loaded()
    for old, new in zip(loaded, loaded, strict=True):
        if old.treaty is not None and new.treaty is not None:
            try:
                diff = diff_treaties(old.treaty, new.treaty, equivalents=wanted.equivalents)
                yield diff.only(wanted.only, min_weight=wanted.min_weight)
            except TreatylexError as fault:
                complain(fault)
                yield None
            continue
        for error in filter(None, (old.error, new.error)):
            complain(error)
        yield None


def _write(diff: TreatyDiff, out: IO[str], wanted: _Wanted) -> None:
    """One comparison in the format that is wanted."""
    if wanted.format == "text":
        _write_text(diff, out, wanted)
    elif wanted.format in _CSV:
        _write_csv([diff], out, wanted)
    else:
        click.echo(_RENDERERS[wanted.format](diff).removesuffix("\n"), file=out)


def _write_text(diff: TreatyDiff, out: IO[str], wanted: _Wanted) -> None:
    from treatylex.reporting.differences import WIDTH, differences, lines

    is_file = wanted.output is not None
    width = shutil.get_terminal_size((WIDTH, 24)).columns if not is_file else WIDTH
    if wants_color(wanted.color, out) and not is_file:
        from treatylex.reporting.terminal import console, differences_text

        console(out, color=True).print(
            differences_text(lines(diff, width=width, brief=wanted.brief)), soft_wrap=True, end=""
        )
    else:
        click.echo(differences(diff, width=width, brief=wanted.brief), file=out, nl=False)


def _write_csv(diffs: Iterable[TreatyDiff], out: IO[str], wanted: _Wanted) -> None:
    from treatylex.reporting.change_rows import ChangeRow, change_rows
    from treatylex.reporting.listings import write_csv

    header = [field.name for field in attrs.fields(ChangeRow)]
    rows = (row for diff in diffs for row in change_rows(diff))
    cells = ([getattr(row, name) for name in header] for row in rows)
    write_csv(out, header, cells, safe=wanted.format == "safe-csv")


def _json(diff: TreatyDiff) -> str:
    from treatylex.formats.json import to_json

    return to_json(diff)


def _html(diff: TreatyDiff) -> str:
    from treatylex.reporting.html import to_html

    return to_html(diff)


def _markdown(diff: TreatyDiff) -> str:
    from treatylex.reporting.marked_changes import to_markdown

    return to_markdown(diff)


_RENDERERS: dict[str, Callable[[TreatyDiff], str]] = {"json": _json, "html": _html, "markdown": _markdown}


# ---------------------------------------------------------------- folders


_A_FILE_A_PAIR = {"html": "pages", "docx": "documents"}
"""Formats in which each comparison is a file of its own."""


def _folders(left: str, right: str, wanted: _Wanted) -> Status:
    """Every pair of files, one after the other; files without a partner are said on standard error."""
    if wanted.format in _A_FILE_A_PAIR and wanted.output is None:
        raise click.UsageError(f"{_A_FILE_A_PAIR[wanted.format]} of two folders need --output FOLDER")
    tell_skipped([left, right])
    pairs = folder_pairs(left, right)
    if not pairs.both:
        complain(f"{left}, {right}: no treaty has the same name in both folders")
    for folder, names in ((left, pairs.only_left), (right, pairs.only_right)):
        for name in names:
            complain(f"{name}: only in {folder}")
    states = {Status.DONE}
    for listed in map(Folder, (left, right)):
        if listed.is_mostly_skipped:
            complain(listed.told)
            states.add(Status.MISUSED)
    if pairs.only_left or pairs.only_right:
        states.add(Status.DIFFERENT)
    diffs = _all_compared(left, right, pairs, wanted, states)
    outputs = wanted.outputs(left, right)
    if wanted.format in _A_FILE_A_PAIR:
        _write_files(diffs, wanted, outputs, states)
    else:
        with opened(wanted.output, outputs, data=wanted.format != "text") as out:
            _write_all(diffs, out, wanted)
    return max(states) if pairs.both else Status.MISUSED


def _all_compared(
    left: str, right: str, pairs: FolderPairs, wanted: _Wanted, states: set[Status]
) -> Iterator[TreatyDiff]:
    for diff in _compared([os.path.join(folder, name) for name in pairs.both for folder in (left, right)], wanted):
        if diff is None:
            states.add(Status.MISUSED)
            continue
        states.add(Status.DIFFERENT if wanted.fails(diff) else Status.DONE)
        yield diff


def _code_of(names: str) -> str:
    from treatylex.reporting.marked_changes import code

    return code(names)


def _write_all(diffs: Iterator[TreatyDiff], out: IO[str], wanted: _Wanted) -> None:
    if wanted.format in _CSV:
        _write_csv(diffs, out, wanted)
        return
    between = "[\n" if wanted.format == "json" else ""
    for diff in diffs:
        names = f"{diff.left.source.name} → {diff.right.source.name}"
        head = {"text": f"== {names}\n", "markdown": f"## {_code_of(names)}\n\n"}.get(wanted.format, "")
        out.write(f"{between}{head}")
        _write(diff, out, wanted)
        between = ",\n" if wanted.format == "json" else "\n"
    if wanted.format == "json":
        out.write("[]\n" if between == "[\n" else "]\n")


def _write_files(diffs: Iterator[TreatyDiff], wanted: _Wanted, outputs: Outputs, states: set[Status]) -> None:
    """A file a pair, and for pages one that leads to them all; where one cannot be made, the others are."""
    from treatylex.reporting.comparison import index_page

    folder = Path(wanted.output or "")
    told: list[tuple[str, TreatyDiff]] = []
    with _told_trouble(states):
        folder.mkdir(parents=True, exist_ok=True)
    for number, diff in enumerate(diffs, start=1):
        name = f"{number:03}-{Path(diff.left.source.name).stem}.{wanted.format}"
        with _told_trouble(states):
            if wanted.format == "docx":
                write_word(diff, str(folder / name), outputs)
            else:
                outputs.write(folder / name, _html(diff))
            told.append((name, diff))
            click.echo(visible_name(str(folder / name)), err=True)
    if wanted.format == "html":
        with _told_trouble(states):
            outputs.write(folder / "index.html", index_page(told))


@contextlib.contextmanager
def _told_trouble(states: set[Status]) -> Iterator[None]:
    """Tells what goes wrong with one of several, and goes on with the next."""
    try:
        yield
    except Exception as fault:
        complain(trouble(fault))
        states.add(Status.MISUSED)
