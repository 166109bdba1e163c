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


def resource(name: str) -> str:
    """A style or script of the folder `page`."""
    return (files("treatylex.reporting") / "page" / name).read_text(encoding="utf-8")


def digest_of(text: str) -> str:
    """What the policy of a page names a script or style by that it lets in.

    >>> digest_of("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
