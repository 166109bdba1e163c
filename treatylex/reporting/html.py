"""HTML: a treaty or a comparison as a page that opens offline; the outline of a treaty as a fragment for notebooks.

Guarantees of the outline: the same entries as the plain one, in the same order; every word of the text is escaped; no
script and nothing loaded from elsewhere; readable without colour and in dark surroundings.
"""

import html

from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.reporting.outline import Entry, EntryRole, entries

_STYLE = """
.treatylex { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; }
.treatylex ul { list-style: none; margin: 0; padding-left: 1.25rem; }
.treatylex summary { cursor: pointer; font-weight: 600; }
.treatylex .label { font-family: ui-monospace, monospace; opacity: .8; margin-right: .75rem; }
.treatylex .clause > .label { font-weight: 700; opacity: 1; }
.treatylex .diagnostic { border-left: .25rem solid; padding-left: .5rem; }
"""


def to_html(subject: Treaty | TreatyDiff) -> str:
    """The outline of a treaty, or what differs between two, as one HTML page.

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
    title = html.escape(subject.title or subject.source_name or "Treaty")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n{fragment(subject)}\n</main>\n</body>\n</html>\n"
    )


def fragment(treaty: Treaty) -> str:
    """The same outline without the page around it, as a notebook shows it."""
    return f'<style>{_STYLE}</style>\n<div class="treatylex">\n{_list(entries(treaty))}\n</div>'


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
    return f'<div class="{entry.role.value}">{line}{_list(entry.children)}</div>'
