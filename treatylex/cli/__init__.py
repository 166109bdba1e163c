"""The commands `treatylex` and `clause-diff`.

Guarantees: results go to standard output, messages to standard error; exit status 0 for success, 1 for "different"
or "not wholly read", 2 for a wrong call, 3 for an input that cannot be read (`diff`: 2, as diff(1) does).
"""

from treatylex.cli import code as _code  # noqa: F401 - registers its commands
from treatylex.cli import compare as _compare  # noqa: F401 - registers its command
from treatylex.cli import consolidate as _consolidate  # noqa: F401 - registers its command
from treatylex.cli import convert as _convert  # noqa: F401 - registers its command
from treatylex.cli import lineage as _lineage  # noqa: F401 - registers its command
from treatylex.cli import merge as _merge  # noqa: F401 - registers its command
from treatylex.cli import refs as _refs  # noqa: F401 - registers its command
from treatylex.cli import search as _search  # noqa: F401 - registers its command
from treatylex.cli import table as _table  # noqa: F401 - registers its command
from treatylex.cli import testing as _testing  # noqa: F401 - registers its command
from treatylex.cli.commands import main
from treatylex.cli.diff import clause_diff

__all__ = ["clause_diff", "main"]
