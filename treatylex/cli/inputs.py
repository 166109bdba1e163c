"""Reading the inputs of a command: several at a time, with progress for whoever waits at a terminal."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, TypeVar, cast

import attrs
import click

from treatylex.cli.io import (
    Status,
    catalogue_read,
    choices_options,
    color_option,
    complain,
    instruments_option,
    read_input,
)
from treatylex.cli.progress import shown, told
from treatylex.collections.folder import Folder
from treatylex.collections.members import Member, Place
from treatylex.collections.reading import Collection, Loaded, Made, cores
from treatylex.errors import InputError
from treatylex.formats.documents import Choices
from treatylex.model.provisions import Treaty
from treatylex.outputs import Outputs
from treatylex.parsing.resolution.instruments import Instruments

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Value = TypeVar("_Value")
_Tried = TypeVar("_Tried", Loaded, Made[Any])
_FEW = 5
"""So many files are read without showing progress."""


@attrs.frozen(slots=False)  # what is found is kept
class Inputs:
    """The files, folders, patterns, manifests and `-` that a command is to read, and how."""

    paths: Sequence[str]
    instruments: Instruments
    jobs: int
    choices: Choices = attrs.field(factory=Choices)
    progress: bool = False
    cluster: str | None = None

    def outputs(self, *also: str | None) -> Outputs:
        """Where the command may write: over none of these files, nor over what else it reads."""
        return Outputs(
            [*self.paths, *(member.path for member in self.collection), *catalogue_read(), *filter(None, also)]
        )

    def treaties(self) -> Iterator[Treaty]:
        """The treaties, in order.

        What cannot be read is reported, and ends the command with status 3 after the rest is done.
        """
        return self._complaining(self.loaded(), lambda loaded: loaded.treaty)

    def map(self, function: Callable[[Treaty, Member], _Value]) -> Iterator[_Value]:
        """What a function makes of each treaty, in order, made by the process that reads it; else as `treaties`."""
        return self._complaining(self.made(function), lambda made: made.value)

    def made(
        self, function: Callable[[Treaty, Member], _Value], members: Iterable[Member] | None = None
    ) -> Iterator[Made[_Value]]:
        """What a function makes of each treaty, or the error that says why there is nothing, in order.

        Args:
            function: as in `Collection.map`.
            members: those of the treaties that are wanted; else all.
        """
        collection = self.collection if members is None else self._collection(*members)
        return self._shown(collection, collection.map(function, jobs=self.jobs, cluster=self.cluster))

    def loaded(self) -> Iterator[Loaded]:
        """What became of each file, in order."""
        collection = self.collection
        return self._shown(collection, collection.read(jobs=self.jobs, cluster=self.cluster))

    @functools.cached_property
    def collection(self) -> Collection:
        """What is to be read; what is skipped in folders is told."""
        tell_skipped(self.paths)
        return self._collection(*(self._standard_input() if path == "-" else path for path in self.paths))

    def _collection(self, *places: Place) -> Collection:
        return Collection(*places, instruments=self.instruments, choices=self.choices)

    def _standard_input(self) -> Treaty | Member:
        try:
            return read_input("-", self.instruments, self.choices)
        except InputError as fault:
            return Member(treaty_id="", path="<stdin>", error=fault)

    def _shown(self, collection: Collection, read: Iterator[_Tried]) -> Iterator[_Tried]:
        if self.progress:
            return told(read, len(collection))
        return shown(read, len(collection)) if len(collection) > _FEW and sys.stderr.isatty() else read

    @staticmethod
    def _complaining(read: Iterator[_Tried], found: Callable[[_Tried], _Value | None]) -> Iterator[_Value]:
        failed = False
        with contextlib.closing(cast("Generator[_Tried]", read)):
            for each in read:
                value = found(each)
                if value is not None:
                    yield value
                else:
                    complain(each.error)
                    failed = True
        if failed:
            raise click.exceptions.Exit(Status.UNREADABLE)


def tell_skipped(paths: Iterable[str]) -> None:
    """Say what is skipped in folders; where that is most of one, reading ends in an error that says so."""
    for path in paths:
        if os.path.isdir(path) and (told := (folder := Folder(path)).told) and not folder.is_mostly_skipped:
            complain(told)


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
        files: tuple[str, ...],
        instruments: Instruments,
        jobs: int,
        choices: Choices,
        progress: bool,
        cluster: str | None,
        **options: Any,
    ) -> None:
        command(inputs=Inputs(files, instruments, jobs, choices, progress, cluster), **options)

    files = click.argument("files", nargs=-1, required=True, metavar="FILE...")
    progress = click.option(
        "--progress", is_flag=True, help="Tell on standard error, in plain lines, how far reading has come."
    )
    cluster = click.option(
        "--cluster", metavar="ADDRESS", help="Read on the Dask cluster whose scheduler has this address."
    )
    return files(instruments_option(choices_options(jobs_option(cluster(progress(with_inputs))))))


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
