"""What every command shares: inputs, colour, exit statuses."""

import contextlib
import difflib
import enum
import errno
import functools
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from types import FrameType
from typing import IO, Any, TypeVar, cast

import click
from click.core import ParameterSource

from treatylex import caching
from treatylex.errors import InputError, OutputError, TreatylexError
from treatylex.formats.documents import Choices, Revisions
from treatylex.formats.registry import read_bytes
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.opening import MOST_BYTES, bytes_of
from treatylex.outputs import Outputs
from treatylex.parsing.resolution.instruments import Instrument, Instruments, instruments_from
from treatylex.parsing.resolution.instruments import instruments as catalogued
from treatylex.source import visible, visible_name

_Command = TypeVar("_Command", bound=Callable[..., Any])
_TARGET = "treatylex.cli.io.output"
_CATALOGUE = "treatylex.catalogue"
_ENDINGS = {".txt": "table", ".csv": "csv", ".json": "json", ".html": "html", ".dot": "dot", ".graphml": "graphml"}
"""Which form the name of an output file asks for, where the command has it."""


class Status(enum.IntEnum):
    """Exit statuses."""

    DONE = 0
    DIFFERENT = 1
    MISUSED = 2
    UNREADABLE = 3
    INTERRUPTED = 130
    TERMINATED = 143


def status_of(fault: InputError) -> Status:
    """How a command ends with an input that cannot be read, or an output that cannot be written."""
    return Status.MISUSED if isinstance(fault, OutputError) else Status.UNREADABLE


@contextlib.contextmanager
def ended_well() -> Iterator[None]:
    """Ends a command with status 2 at whatever goes wrong unforeseen, with 130 when interrupted, 143 when told to end.

    What was written must have arrived before another status counts: a disk may be full, a pipe closed. Processes that
    the command started and files that it began go with it.
    """
    try:
        try:
            with _told_to_end(), _warned_in_a_line(), _closed_output():
                caching.check()
                yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except (click.exceptions.Exit, click.UsageError):
        raise
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        raise click.exceptions.Exit(Status.INTERRUPTED) from None
    except click.ClickException as fault:
        fault.show()
        raise click.exceptions.Exit(Status.MISUSED) from None
    except Exception as fault:
        if isinstance(fault, OSError):
            _close_output()
        if not isinstance(fault, BrokenPipeError):  # whoever closed the pipe has seen enough
            complain(trouble(fault))
        raise click.exceptions.Exit(Status.MISUSED) from None


class _Closed(io.TextIOBase):
    """Standard output that is closed: whatever is printed fails, where Python and click would pass it over."""

    def write(self, text: str) -> int:
        raise self.fault()

    @staticmethod
    def fault() -> OSError:
        """What tells that nothing can be written, for those who would ask the stream more than to write."""
        return OSError(errno.EBADF, "standard output is closed")


@contextlib.contextmanager
def _closed_output() -> Iterator[None]:
    """Stands something in for standard output that is closed, so that nothing is lost to it in silence."""
    if sys.stdout is not None:
        yield
        return
    with contextlib.redirect_stdout(_Closed()):
        yield


@contextlib.contextmanager
def _warned_in_a_line() -> Iterator[None]:
    """Tells warnings as a command tells all else, without the line of code where they arose."""
    before = warnings.showwarning
    warnings.showwarning = lambda message, *_: complain(message)
    try:
        yield
    finally:
        warnings.showwarning = before


@contextlib.contextmanager
def _told_to_end() -> Iterator[None]:
    """Lets SIGTERM unwind what is under way, where it would end the process at once."""
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
    raise SystemExit(Status.TERMINATED)


def trouble(fault: Exception) -> str:
    """One line about what went wrong."""
    if isinstance(fault, TreatylexError):
        return str(fault)
    if isinstance(fault, OSError):
        name = "" if fault.filename is None else f"{fault.filename}: "
        return f"{name}cannot write: {(fault.strerror or str(fault)).lower()}"
    return f"a fault in treatylex, please report it: {type(fault).__name__}: {fault}"


def _close_output() -> None:
    """Lead standard output nowhere, so that Python does not fail on it again when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Commands(click.Group):
    """Commands that end as `ended_well` says, so that status 1 is never met by accident."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments and options; `--help` and `--version` print while they are read."""
        with ended_well():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        with ended_well():
            return super().invoke(ctx)


def color_option(command: _Command) -> _Command:
    """Adds `--color auto|always|never`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour the output; auto: on a terminal, unless NO_COLOR is set.",
    )(command)


def share(context: click.Context, option: click.Parameter, given: float) -> float:
    """A number from 0 to 1; a range alone lets through what is no number."""
    if not 0 <= given <= 1:
        raise click.BadParameter(f"{given} is not between 0 and 1")
    return given


def target_option(
    told: str = "Write to this file.", metavar: str = "FILE", *, name: str = "target", required: bool = False
) -> Callable[[_Command], _Command]:
    """Adds `-o/--output FILE`, as `name`; the help is what is `told`."""
    return click.option(
        "-o", "--output", name, metavar=metavar, required=required, multiple=True, callback=_only_one, help=told
    )


def _only_one(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The one file that is named, so that none of several is dropped without a word."""
    if len(given) > 1:
        raise click.BadParameter(f"one file at a time: call the command once for each of {', '.join(given)}")
    if "" in given:
        raise click.BadParameter("no file was named; give its name, or - for standard output")
    return given[0] if given else None


def output_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `-o/--output FILE`: what the command prints goes there, in the form that the ending of its name asks for."""

    @functools.wraps(command)
    def with_output(printed_to: str | None, **options: Any) -> None:
        if printed_to in (None, "-"):
            command(**options)
            return
        _take_form(printed_to, options)
        inputs = options.get("inputs")
        outputs = (
            Outputs(filter(None, [options.get("file"), *catalogue_read()])) if inputs is None else inputs.outputs()
        )
        with opened(printed_to, outputs, data=True) as file:
            click.get_current_context().meta[_TARGET] = file
            command(**options)

    told = "Write to this file; its ending says how, unless an option does."
    return target_option(told, name="printed_to")(with_output)


def _take_form(target: str, options: dict[str, Any]) -> None:
    """Choose the form that the name of the output file asks for, where the caller has not chosen one."""
    context = click.get_current_context()
    for option in context.command.params:
        if context.get_parameter_source(option.name or "") is not ParameterSource.DEFAULT:
            continue
        if option.name == "form" and isinstance(option.type, click.Choice):
            endings = {ending: form for ending, form in _ENDINGS.items() if form in option.type.choices}
            options["form"] = form_by_name(target, endings, options["form"])
        elif option.name == "as_json":
            forms = {".txt": "text", ".json": "json"}
            options["as_json"] = form_by_name(target, forms, "text", remedy=", or say --json") == "json"
    if not {"form", "as_json"} & options.keys():
        form_by_name(target, {".txt": "text"}, "text", remedy="")


def instruments_option(command: _Command) -> _Command:
    """Adds `--instruments FILE`; the command gets the instruments in it."""
    return click.option(
        "--instruments",
        metavar="FILE",
        callback=_instruments,
        help="A TOML file of instruments to know besides the built-in ones; for texts, not for JSON.",
    )(command)


def _instruments(context: click.Context, option: click.Parameter, path: str | None) -> tuple[Instrument, ...] | None:
    if path is None:
        return None
    context.meta[_CATALOGUE] = path
    try:
        return instruments_from(path)
    except InputError as fault:
        complain(fault)
    raise click.exceptions.Exit(Status.UNREADABLE)


def catalogue_read() -> tuple[str, ...]:
    """The file of `--instruments`, which is read beside the treaties."""
    context = click.get_current_context(silent=True)
    return (context.meta[_CATALOGUE],) if context is not None and _CATALOGUE in context.meta else ()


def choices_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--revisions`, `--column` and `--max-size`; the command gets them as `choices`."""

    @functools.wraps(command)
    def with_choices(revisions: str, column: int | None, max_size: int, **options: Any) -> None:
        command(choices=Choices(revisions=revisions, column=column, most_bytes=max_size * 2**20), **options)

    revisions = click.option(
        "--revisions",
        type=click.Choice([each.value for each in Revisions]),
        default=Revisions.ACCEPTED.value,
        show_default=True,
        help="Which text of a document with tracked changes to read; `clause-diff FILE` alone compares both.",
    )
    column = click.option(
        "--column",
        type=click.IntRange(min=1),
        metavar="N",
        help="Of texts side by side in a PDF or a table only this column.",
    )
    size = click.option(
        "--max-size",
        type=click.IntRange(min=1),
        metavar="MB",
        default=MOST_BYTES // 2**20,
        show_default=True,
        help="Refuse a larger file.",
    )
    return revisions(column(size(with_choices)))


def check_work(work: str | None, instruments: Instruments) -> None:
    """Refuse a work that the catalogue does not have, naming the nearest."""
    known = catalogued(instruments)
    if work is not None and work not in known:
        near = ", ".join(difflib.get_close_matches(work, known, n=3, cutoff=0))
        raise click.BadParameter(f"no work {work!r} in the catalogue; the nearest are {near}", param_hint="--to")


STATUSES = (
    "Exit status: 0 done, 2 a wrong call, an output that cannot be written or another trouble, "
    "3 an input that cannot be read."
)


def examples(*lines: str, statuses: str = STATUSES) -> str:
    """An epilog that shows how a command is called, one example a line, and what its exit status says."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines), "", statuses])


def wants_color(choice: str, stream: IO[str]) -> bool:
    """Whether to colour what goes to `stream`; a `NO_COLOR` that is not empty forbids it unless asked for."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class _Visible(io.TextIOBase):
    """Standard output for people: what a terminal would obey is written as an escape.

    Colours go to the `inner` file, from a console that has made texts visible before it coloured them.
    """

    def __init__(self, file: IO[str]) -> None:
        self.inner = file

    def write(self, text: str) -> int:
        self.inner.write(visible(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self.inner.flush()

    def isatty(self) -> bool:
        return self.inner.isatty()

    def fileno(self) -> int:
        return self.inner.fileno()


def output(*, data: bool = False) -> IO[str]:
    """The file that `--output` names, or standard output, made to write every character.

    What the encoding of standard output lacks is written as an escape.

    Args:
        data: what is written is for programs, and goes to a file or a pipe as it is.
    """
    context = click.get_current_context(silent=True)
    if context is not None and _TARGET in context.meta:
        return cast("IO[str]", context.meta[_TARGET])
    if isinstance(sys.stdout, _Closed):
        raise sys.stdout.fault()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if data and not sys.stdout.isatty():
        return sys.stdout
    return cast("IO[str]", _Visible(sys.stdout))


def read_input(path: str, instruments: Instruments = None, choices: Choices | None = None) -> Treaty:
    """The treaty in a file, or on standard input for `-`.

    Raises:
        InputError: when it cannot be read.
    """
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        data = sys.stdin.buffer.read((choices or Choices()).most_bytes + 1)
        return read_bytes(data, "<stdin>", instruments=instruments, choices=choices)
    data = bytes_of(path, (choices or Choices()).most_bytes)
    return read_bytes(data, path, instruments=instruments, choices=choices)


def read_or_exit(path: str, instruments: Instruments = None, choices: Choices | None = None) -> Treaty:
    """The treaty in a file or on standard input; one that cannot be read ends the command with status 3."""
    try:
        return read_input(path, instruments, choices)
    except InputError as fault:
        complain(fault)
    raise click.exceptions.Exit(Status.UNREADABLE)


def write_bytes(data: bytes, path: str | None, outputs: Outputs) -> None:
    """Write a file, or to standard output, which must not be a terminal.

    Raises:
        InputError: when it cannot be written; the message names the file and the remedy.
    """
    if path is not None:
        outputs.write(path, data)
        return
    if isinstance(sys.stdout, _Closed):
        raise sys.stdout.fault()
    if sys.stdout.isatty():
        raise OutputError("this format is not for a terminal; name a file with --output")
    sys.stdout.buffer.write(data)


@contextlib.contextmanager
def opened(path: str | None, outputs: Outputs, *, data: bool) -> Iterator[IO[str]]:
    """The file to write to, standard output for none; one that cannot be written ends the command with status 2.

    A command that ends because some of its inputs could not be read keeps what it wrote of the others.
    """
    if path in (None, "-"):
        yield output(data=data)
        return
    ended: click.exceptions.Exit | None = None
    try:
        with outputs.text(path) as file:
            try:
                yield file
            except click.exceptions.Exit as end:
                ended = end
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None
    if ended is not None:
        raise ended


def check_targets(outputs: Outputs, *paths: str | None) -> None:
    """End the command, before it writes anything, where one of its outputs may not be written or two are one file."""
    named = [path for path in paths if path not in (None, "-")]
    files = [os.path.realpath(path) for path in named if os.path.isfile(path) or not os.path.exists(path)]
    if len(set(files)) < len(files):
        raise click.UsageError(f"{named[-1]}: is named for two outputs, and holds one; name another")
    try:
        for path in named:
            outputs.check(path)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None


def form_by_name(
    path: str | None, endings: Mapping[str, str], otherwise: str, *, remedy: str = ", or say --format"
) -> str:
    """The form that the name of an output file asks for; `otherwise` for none and for a name without an ending.

    A name that asks for a form that the command does not write ends it: nobody wants text in a file called `.pdf`.
    """
    ending = PurePath(path or "").suffix.lower()
    if ending and ending not in endings:
        known = ", ".join(endings)
        raise click.UsageError(f"{path}: nothing is written as {ending[1:]}; names may end in {known}{remedy}")
    return endings.get(ending, otherwise)


def complain(message: object) -> None:
    """One line of complaint on standard error, whatever the names in it hold."""
    click.echo(f"treatylex: {visible_name(str(message))}", err=True)


def write_word(diff: TreatyDiff, path: str | None, outputs: Outputs) -> None:
    """Write a comparison as a Word document, and complain if the layout of the left one is not kept."""
    from treatylex.reporting.word import redline_document

    redlined = redline_document(diff)
    if redlined.note:
        complain(redlined.note)
    write_bytes(redlined.data, path, outputs)
