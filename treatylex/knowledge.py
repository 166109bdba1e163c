"""Knowledge of the world: the tables of `corpus/`, which lawyers keep and every room may ask.

Guarantee: a table is read from its file once for every machine, until the file changes.
"""

import datetime
import importlib.resources
import tomllib
from typing import Any

from treatylex.caching import recall

CORPUS = "treatylex.corpus"


def tables(name: str) -> dict[str, Any]:
    """What the file `name`.toml of the corpus says.

    >>> tables("states")["state"][0]["names"][0]
    'Afghanistan'
    """
    text = (importlib.resources.files(CORPUS) / f"{name}.toml").read_text(encoding="utf-8")
    return recall("tables", (text,), lambda: tomllib.loads(text), classes=(datetime.date,))
