"""HTML: a treaty or a comparison as a page that opens offline; outlines as fragments for notebooks.

Guarantees of the outline: the same entries as the plain one, in the same order; every word of the text is escaped; no
script and nothing loaded from elsewhere; readable without colour and in dark surroundings.
"""

import html

from treatylex.model.changes import TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty
from treatylex.reporting.outline import Entry, EntryRole, clause_entry, entries, provision_entry
from treatylex.source import one_line

_STYLE = """
.treatylex { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; }
[data-jp-theme-light="true"] .treatylex, .vscode-light .treatylex { color-scheme: light; }
[data-jp-theme-light="false"] .treatylex, .vscode-dark .treatylex { color-scheme: dark; }
.treatylex blockquote { margin: 0 0 0.5rem; padding-left: 0.75rem; font-family: Georgia, serif; }
.treatylex ul { list-style: none; margin: 0; padding-left: 1.25rem; }
.treatylex summary { cursor: pointer; font-weight: 600; }
.treatylex .label { font-family: ui-monospace, monospace; opacity: .8; margin-right: .75rem; }
.treatylex .clause { margin: .25rem 0; padding-left: .625rem; border-left: .25rem solid #808890; }
.treatylex .clause > .label { font-weight: 700; opacity: 1; }
.treatylex .obligation { border-color: #3f7fd0; }
.treatylex .prohibition { border-color: #d0484c; }
.treatylex .permission, .treatylex .right { border-color: #3a9d5d; }
.treatylex .exemption, .treatylex .recommendation { border-color: #a98d1f; }
.treatylex .definition { border-color: #b0763c; }
.treatylex .diagnostic { border-left: .25rem solid; padding-left: .5rem; }
"""
"""Borders have colours that can be told on light and on dark paper; words have none of their own."""


def to_html(subject: Treaty | TreatyDiff) -> str:
    """The text of a treaty with its clauses and references, or what differs between two, as one HTML page.

    Args:
        subject: what `parse` or `read` returned, or `diff_treaties`.

    Returns:
        A complete document, in UTF-8 when written to a file, that needs nothing but itself.

    >>> from treatylex.parsing.reader import parse
    >>> page = to_html(parse("Each Party shall inform <the Council>."))
    >>> page.startswith("<!DOCTYPE html>"), "&lt;the Council&gt;" in page
    (True, True)
    """
    if isinstance(subject, TreatyDiff):
        from treatylex.reporting.comparison import comparison_page

        return comparison_page(subject)
    from treatylex.reporting.treaty_page import treaty_page

    return treaty_page(subject)


def fragment(subject: Treaty | Provision | Clause) -> str:
    """The outline of a treaty, a provision or a clause as a notebook shows it."""
    if isinstance(subject, Treaty):
        shown = entries(subject)
    elif isinstance(subject, Provision):
        shown = (provision_entry(subject),)
    else:
        shown = (clause_entry(subject),)
    words = "" if isinstance(subject, Treaty) else f"<blockquote>{html.escape(one_line(subject.text))}</blockquote>"
    return f'<style>{_STYLE}</style>\n<div class="treatylex">\n{words}{_list(shown)}\n</div>'


def _list(listed: tuple[Entry, ...]) -> str:
    return f"<ul>{''.join(f'<li>{_item(entry)}</li>' for entry in listed)}</ul>" if listed else ""


def _item(entry: Entry) -> str:
    """One entry with what stands below it: a title as a heading, a provision as a fold, all else as a line."""
    if entry.role is EntryRole.TITLE:
        return f"<h1>{html.escape(entry.text)}</h1>"
    label = f'<span class="label">{html.escape(entry.label)}</span>' if entry.label else ""
    line = f"{label}{html.escape(entry.text)}"
    if entry.role is EntryRole.PROVISION:
        return f"<details open><summary>{line}</summary>{_list(entry.children)}</details>"
    kind = f" {html.escape(entry.label)}" if entry.role is EntryRole.CLAUSE else ""
    return f'<div class="{entry.role.value}{kind}">{line}{_list(entry.children)}</div>'
