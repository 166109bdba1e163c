"""Pages: the templates, styles and scripts of HTML reports, and the policy under which they run.

Guarantee: whatever a template is given is escaped, unless it is one of the files beside it.
"""

import base64
import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@functools.cache
def environment() -> "Environment":
    """The templates of the folder `page`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("treatylex.reporting", "page")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def rendered(template: str, *, styles: tuple[str, ...], scripts: tuple[str, ...] = (), **told: object) -> str:
    """A page of the folder `page` that needs nothing but itself.

    Args:
        template: its file, which extends `report.html`.
        styles: the style sheets that are written into it, in this order.
        scripts: the scripts; no other one runs, whatever the page is told.
        told: what the template tells; every word of it is escaped.
    """
    safe = environment().filters["safe"]
    style, script = "".join(map(resource, styles)), "".join(map(resource, scripts))
    hashes = {"style_hash": digest_of(style), "script_hash": digest_of(script)}
    page: str = environment().get_template(template).render(style=safe(style), script=safe(script), **hashes, **told)
    return page


def resource(name: str) -> str:
    """A style or script of the folder `page`."""
    return (files("treatylex.reporting") / "page" / name).read_text(encoding="utf-8")


def digest_of(text: str) -> str:
    """What the policy of a page names a script or style by that it lets in.

    >>> digest_of("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
