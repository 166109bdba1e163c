"""The command `refs`: what treaties refer to, as rows or as a graph of citations."""

from collections.abc import Iterator

import click

from treatylex.cli.commands import main
from treatylex.cli.io import (
    check_work,
    color_option,
    examples,
    files_argument,
    instruments_option,
    output,
    read_inputs,
)
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.collections.tables import REFERENCE_COLUMNS, ReferenceRow, reference_rows
from treatylex.model.provisions import Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.resolution.catalogue import Instruments

_GRAPH_FORMATS = ("dot", "graphml")


@main.command(
    epilog=examples(
        "treatylex refs treaty.txt",
        "treatylex refs treaty.txt --status dangling --status ambiguous",
        "treatylex refs treaties/ --to un-charter --format csv",
        "treatylex refs treaties/ --format graphml > citations.graphml",
        "treatylex refs treaties/ --format dot | dot -Tsvg > citations.svg",
    )
)
@files_argument
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in ResolutionStatus]),
    help="Only targets with this status; may be repeated.",
)
@click.option("--to", "work", metavar="WORK", help="Only targets in this work of the catalogue, such as un-charter.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*TABLE_FORMATS, *_GRAPH_FORMATS]),
    default="table",
    show_default=True,
    help="Rows, one a target, or the graph of who cites which instrument how often.",
)
@instruments_option
@color_option
def refs(
    files: tuple[str, ...], statuses: tuple[str, ...], work: str | None, form: str, instruments: Instruments, color: str
) -> None:
    """List the references of each FILE, one target a row, or draw the graph of citations between them."""
    check_work(work, instruments)
    chosen = frozenset(map(ResolutionStatus, statuses))
    if form in _GRAPH_FORMATS:
        _print_graph(files, chosen, work, form, instruments)
        return
    rows = (
        row
        for treaty in read_inputs(files, instruments)
        for row in reference_rows(treaty, statuses=chosen, work=work, instruments=instruments)
    )
    print_rows(ReferenceRow, rows, form, color, REFERENCE_COLUMNS)


def _print_graph(
    files: tuple[str, ...], statuses: frozenset[ResolutionStatus], work: str | None, form: str, instruments: Instruments
) -> None:
    from treatylex.collections.citations import citation_graph, graph_elements
    from treatylex.reporting.graphs import write_dot, write_graphml

    unread: list[click.exceptions.Exit] = []  # raised only after the graph of the rest is written

    def treaties() -> Iterator[Treaty]:
        try:
            yield from read_inputs(files, instruments)
        except click.exceptions.Exit as fault:
            unread.append(fault)

    graph = citation_graph(treaties(), instruments=instruments, statuses=statuses, work=work)
    write = write_graphml if form == "graphml" else write_dot
    write(output(), *graph_elements(graph))
    for fault in unread:
        raise fault
