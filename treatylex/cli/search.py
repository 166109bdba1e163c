"""The command `search`: clauses of a collection by their words."""

import hashlib
import os
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from treatylex import caching
from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, rows_command
from treatylex.cli.io import Status, complain, examples, output_option, status_of
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.collections.searching import Hit, Index, entries
from treatylex.errors import InputError, OutputError
from treatylex.formats.registry import formats
from treatylex.model.clauses import ClauseKind

_COLUMNS = ("treaty_id", "citation", "kind", "quotation")


@main.command(
    epilog=examples(
        "treatylex search treaties/ 'armed attack' --kind obligation",
        "treatylex search treaties/ '\"without delay\" notif*' --actor each_party --format csv",
    )
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ClauseKind]),
    help="Only clauses of this kind.",
)
@click.option("--actor", help="Only clauses borne by this actor, such as each_party.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most answers.")
@click.option("--index", "file", metavar="FILE", help="Where the index is kept; else in the cache folder.")
@rows_command(*TABLE_FORMATS)
@click.argument("query", metavar="WORDS")
@output_option
def search(
    inputs: Inputs,
    query: str,
    kinds: tuple[str, ...],
    actor: str | None,
    limit: int,
    file: str | None,
    form: str,
    color: str,
) -> None:
    """Find clauses of each FILE in which all WORDS stand, in any of their forms, the best first.

    Words in quotation marks stand one after the other; withdr* stands for all words that begin so. The index is brought
    up to date first.
    """
    _refuse_words(inputs.paths, query)
    members = {member.path: member for member in inputs.collection}
    failed = False
    try:
        if file is not None:
            _refuse_treaty(file, inputs)
        with Index(file or _place(inputs.paths)) as index:
            stale = index.stale(members)
            for made in inputs.made(entries, [members[path] for path in stale]):
                index.add(made)
                if made.error is not None:
                    complain(made.error)
                    failed = True
            hits = index.search(query, kinds=kinds, actor=actor, limit=limit)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="WORDS") from None
    print_rows(Hit, hits, form, color, _COLUMNS)
    if not hits:
        complain(f"no clause holds {query!r}")
    if failed:
        raise click.exceptions.Exit(Status.UNREADABLE)


def _refuse_words(paths: Sequence[str], last: str) -> None:
    """End the command where words of the query stand among the files, as they do when they are not quoted."""
    words = [path for path in paths[1:] if path.isalpha() and not os.path.exists(path)]
    if words:
        query = " ".join((*words, last))
        raise click.UsageError(
            f"{words[0]}: no such file; several WORDS are quoted: treatylex search {paths[0]} {shlex.quote(query)}"
        )


def _refuse_treaty(file: str, inputs: Inputs) -> None:
    """Keep no index where a treaty is, or where one would be looked for."""
    inputs.outputs().check(file)
    ending = os.path.splitext(file)[1].lower()
    if any(ending in known.extensions for known in formats()):
        raise OutputError(f"{file}: is the name of a treaty, not of an index; name another file, such as treaties.db")


def _place(paths: Sequence[str]) -> str | Path:
    """The file in the cache that is kept for these files and folders; in memory where nothing is to be kept."""
    folder = caching.folder()
    if folder is None:
        return ":memory:"
    named = "\0".join(sorted(map(os.path.abspath, paths)))
    return folder / f"treatylex-index-{hashlib.sha256(named.encode('utf-8', 'surrogateescape')).hexdigest()}"
