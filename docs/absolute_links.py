"""`python docs/absolute_links.py PAGES PICTURES < README.md` makes its links absolute, for a package index.

PAGES is the address below which the files of this version are shown, PICTURES that below which they lie as they are. An
index shows the README without the files beside it, so that relative links and pictures would lead nowhere.
"""

import re
import sys

_RELATIVE = re.compile(r"(?P<picture>!?)(?P<text>\[[^]]*\])\((?!https?:|#)(?P<path>[^)]+)\)")


def absolute(text: str, pages: str, pictures: str) -> str:
    """The text with every relative link below one of the addresses."""
    return _RELATIVE.sub(
        lambda link: f"{link['picture']}{link['text']}({pictures if link['picture'] else pages}/{link['path']})", text
    )


if __name__ == "__main__":
    sys.stdout.write(absolute(sys.stdin.read(), *sys.argv[1:]))
