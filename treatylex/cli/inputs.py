"""Reading the inputs of a command: several at a time, with progress for whoever waits at a terminal."""

import contextlib
import functools
import itertools
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import attrs
import click

from treatylex.cli.io import Status, choices_options, color_option, complain, instruments_option, read_input
from treatylex.collections.folder import Folder, treaty_files
from treatylex.collections.reading import Loaded, cores, read_all
from treatylex.errors import InputError
from treatylex.formats.documents import Choices
from treatylex.model.provisions import Treaty
from treatylex.outputs import Outputs
from treatylex.parsing.resolution.instruments import Instruments

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FEW = 5
"""So many files are read without showing progress."""


@attrs.frozen
class Inputs:
    """The files, folders and `-` that a command is to read, and how."""

    paths: Sequence[str]
    instruments: Instruments
    jobs: int
    choices: Choices = attrs.field(factory=Choices)

    def outputs(self, *also: str | None) -> Outputs:
        """Where the command may write: over none of these files, nor over what else it reads."""
        return Outputs([*treaty_files(self.paths), *filter(None, also)])

    def treaties(self) -> Iterator[Treaty]:
        """The treaties, in order.

        What cannot be read is reported, and ends the command with status 3 after the rest is done.
        """
        failed = False
        for loaded in self.loaded():
            if loaded.treaty is not None:
                yield loaded.treaty
            else:
                complain(loaded.error)
                failed = True
        if failed:
            raise click.exceptions.Exit(Status.UNREADABLE)

    def loaded(self) -> Iterator[Loaded]:
        """What became of each file, in order."""
        tell_skipped(self.paths)
        total = sum(1 for _ in treaty_files(self.paths))
        with contextlib.closing(self._read()) as read:
            yield from _shown(read, total) if total > _FEW and sys.stderr.isatty() else read

    def _read(self) -> Generator[Loaded, None, None]:
        for from_stdin, paths in itertools.groupby(self.paths, "-".__eq__):
            if from_stdin:
                yield from map(self._standard_input, paths)
            else:
                yield from read_all(paths, instruments=self.instruments, jobs=self.jobs, choices=self.choices)

    def _standard_input(self, path: str) -> Loaded:
        try:
            return Loaded(path=path, treaty=read_input(path, self.instruments, self.choices))
        except InputError as fault:
            return Loaded(path=path, error=fault)


def tell_skipped(paths: Iterable[str]) -> None:
    """Say what is skipped in folders; where that is most of one, reading ends in an error that says so."""
    for path in paths:
        if os.path.isdir(path) and (told := (folder := Folder(path)).told) and not folder.is_mostly_skipped:
            complain(told)


def _shown(read: Iterator[Loaded], total: int) -> Iterator[Loaded]:
    """Shows how far reading has come, and takes that away whenever the command may print."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("Reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    bar = Progress(
        *columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    )
    task = bar.add_task("", total=total)
    while True:
        with bar:
            bar.refresh()
            loaded = next(read, None)
        if loaded is None:
            return
        bar.advance(task)
        yield loaded


def jobs_option(command: _Command) -> _Command:
    """Adds `--jobs N`."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        default=cores,
        help="Read with at most N processes at a time; else one for each core.",
    )(command)


def inputs_argument(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `FILE…` (files, folders, or `-` for standard input) and how to read them, as one `inputs`."""

    @functools.wraps(command)
    def with_inputs(
        files: tuple[str, ...], instruments: Instruments, jobs: int, choices: Choices, **options: Any
    ) -> None:
        command(inputs=Inputs(files, instruments, jobs, choices), **options)

    files = click.argument("files", nargs=-1, required=True, metavar="FILE...")
    return files(instruments_option(choices_options(jobs_option(with_inputs))))


def rows_command(*formats: str, help: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: A002 - click's word
    """Adds what every command has that reads FILE… and prints rows: its inputs, `--format` and `--color`."""

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        return inputs_argument(format_option(*formats, help=help)(color_option(command)))

    return with_options


def format_option(*formats: str, help: str | None = None) -> Callable[[_Command], _Command]:  # noqa: A002 - click's word
    """Adds `--format`, one of `formats`, as `form`; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help=help
    )
