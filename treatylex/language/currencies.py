"""Currencies: their codes before an amount, as `corpus/currencies.toml` lists them.

Guarantee: a code is found only in capitals and where figures follow it, so that no word and no party is taken for one.
"""

import functools
import re

from treatylex.knowledge import tables


@functools.cache
def _codes() -> re.Pattern[str]:
    codes = "|".join(tables("currencies")["codes"])
    return re.compile(rf"(?<![A-Za-z])(?=[A-Z]+ ?[0-9])(?:{codes})(?= ?[0-9])")  # looked ahead, lest all be tried


def currencies_in(text: str) -> list[tuple[int, int]]:
    """The half-open place of every code of a currency that stands before an amount.

    >>> currencies_in("pay USD 500 to the USD Fund")
    [(4, 7)]
    >>> currencies_in("pay THB 500, not all 500")
    [(4, 7)]
    """
    return [found.span() for found in _codes().finditer(text)]
