"""What the playground's worker asks of treatylex: a question and texts in, JSON out."""

import json
import sys

sys.path.append("/packages")  # where the worker unpacks the library
import treatylex


def read(text):
    """The tree of a text, and how much of it was read."""
    treaty = treatylex.parse(text)
    unread = [f"{treaty.source.place(found.span.start)}: {found.message}" for found in treaty.diagnostics]
    clauses = f"{len(treaty.clauses)} clause{'' if len(treaty.clauses) == 1 else 's'}"
    return treaty, "; ".join([f"{clauses} read", *unread])


def compare(left, right):
    """What differs between two texts."""
    diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
    changes = f"{len(diff.changes)} change{'' if len(diff.changes) == 1 else 's'}"
    return diff, f"{changes} found"


def answer(question, *texts):
    """The answer to one question, as JSON for the page; what treatylex refuses is a fault in one line."""
    try:
        found, told = {"read": read, "compare": compare}[question](*texts)
        return json.dumps({"html": found._repr_html_(), "page": treatylex.to_html(found), "told": told})
    except treatylex.TreatylexError as fault:
        return json.dumps({"fault": str(fault)})
