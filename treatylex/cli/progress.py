"""Progress: how far reading has come, for who waits at a terminal and for who reads a log."""

import sys
import time
from collections.abc import Iterator
from typing import TypeVar

from treatylex.cli.io import complain

_Tried = TypeVar("_Tried")
_EVERY = 10.0
"""Seconds between two lines of a log."""


def told(read: Iterator[_Tried], total: int) -> Iterator[_Tried]:
    """Tells in plain lines how far reading has come: at most one in ten seconds, and one at the end."""
    began = last = time.monotonic()
    done = 0
    for done, each in enumerate(read, 1):
        yield each
        now = time.monotonic()
        if now - last >= _EVERY and done < total:
            last = now
            complain(line(done, total, now - began))
    complain(line(done, total, time.monotonic() - began))


def line(done: int, total: int, seconds: float) -> str:
    """How many were read, how many a second, and how long the others will take if they are like them.

    >>> line(50, 200, 25.0)
    '50 of 200 read (25 %), 2.0 a second, 0:01:15 left'
    >>> line(200, 200, 100.0)
    '200 of 200 read (100 %), 2.0 a second, took 0:01:40'
    """
    rate = done / seconds if seconds > 0 else 0.0
    share = f"{done:,} of {total:,} read ({100 * done // max(total, 1)} %), {rate:,.1f} a second"
    if done == total:
        return f"{share}, took {_clock(seconds)}"
    return f"{share}, {_clock((total - done) / rate)} left" if rate else share


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def shown(read: Iterator[_Tried], total: int) -> Iterator[_Tried]:
    """Shows a bar at the terminal, and takes it away whenever the command may print."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.1f} a second")

    columns = ("Reading", BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    bar = Progress(
        *columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    )
    task = bar.add_task("", total=total)
    while True:
        with bar:
            bar.refresh()
            each = next(read, None)
        if each is None:
            return
        bar.advance(task)
        yield each
