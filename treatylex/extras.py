"""Extras: libraries that only some formats need, imported when one of these is read or written."""

import importlib
from typing import Any

from treatylex.errors import InputError


def needed(module: str, extra: str) -> Any:
    """A module of a library that may not be installed.

    Args:
        module: its full name, such as `"lxml.etree"`.
        extra: treatylex's extra that installs it.

    Raises:
        InputError: when it is not installed; the message says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        library = module.partition(".")[0]
        raise InputError(f"this needs {library}, which is not installed; pip install 'treatylex[{extra}]'") from None
