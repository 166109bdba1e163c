"""Instruments: what treaties cite, as `corpus/instruments.toml` and users' own files list it.

Guarantee: a file that is no catalogue is refused with its place and the remedy; reading one compiles no grammar.
"""

import datetime
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from treatylex.errors import InputError
from treatylex.knowledge import tables
from treatylex.opening import table_of, text_of


def _tuple_of(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _text(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not _is_text(value):
        raise TypeError(f'{field.name} must be text in quotation marks, such as {field.name} = "…", not {value!r}')


def _texts(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not (isinstance(value, tuple) and all(map(_is_text, value))):
        raise TypeError(f'{field.name} must be a list of names, such as {field.name} = ["…", "…"], not {value!r}')


def _day(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise TypeError(f"{field.name} must be a day, such as {field.name} = 1945-06-26, not {value!r}")


def _year(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field.name} must be a number, such as {field.name} = 1945, not {value!r}")


def _type(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not (isinstance(value, str) and _SLUG.fullmatch(value)):
        raise TypeError(
            f'{field.name} must be one word in small letters, such as {field.name} = "treaty", not {value!r}'
        )


_SLUG = re.compile(r"[a-z][a-z-]*")
_TREATY = "treaty"
_optional = attrs.validators.optional


@attrs.frozen(kw_only=True)
class Instrument:
    """A treaty or another legal act that treaties cite.

    `id` is stable ("un-charter"), `title` official; `aliases` are the other names. `place` and `date` say where and
    when it was done, adopted or opened for signature, `year` when no day is certain. `unts` is the volume and page
    in the United Nations Treaty Series, `unts_registration` the number under which it was registered. `type` says
    what it is when it is no treaty: "resolution", "declaration", "rules".

    Raises:
        TypeError: when a value is not of the type of its field.

    >>> Instrument(id="un-charter", title="Charter of the United Nations", aliases=("UN Charter",)).names
    ('Charter of the United Nations', 'UN Charter')
    >>> Instrument(id="un-charter", title="Charter of the United Nations", year=1945).iri
    '/akn/un/act/treaty/1945/un-charter'
    """

    id: str = attrs.field(validator=_text)
    title: str = attrs.field(validator=_text)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=_tuple_of, validator=_texts)
    place: str | None = attrs.field(default=None, validator=_optional(_text))
    date: datetime.date | None = attrs.field(default=None, validator=_optional(_day))
    year: int | None = attrs.field(default=None, validator=_optional(_year))
    unts: str | None = attrs.field(default=None, validator=_optional(_text))
    unts_registration: str | None = attrs.field(default=None, validator=_optional(_text))
    type: str = attrs.field(default=_TREATY, validator=_type)

    @property
    def iri(self) -> str | None:
        """The work's IRI after the Akoma Ntoso Naming Convention, `None` when neither day nor year is known.

        It is a proposal: nobody assigns such IRIs to treaties yet. The jurisdiction is "un", as for documents of the
        United Nations; a treaty is an act, anything else a statement.
        """
        day = self.date or self.year
        kind = "act" if self.type == _TREATY else "statement"
        return None if day is None else f"/akn/un/{kind}/{self.type}/{day}/{self.id}"

    def provision_iri(self, path: str) -> str | None:
        """The IRI of a provision, whose `path` is in eId parts as in `Target.path`; of the work for an empty path.

        >>> Instrument(id="un-charter", title="Charter of the United Nations", year=1945).provision_iri("art_51")
        '/akn/un/act/treaty/1945/un-charter/!main~art_51'
        """
        return self.iri if self.iri is None or not path else f"{self.iri}/!main~{path}"

    @property
    def names(self) -> tuple[str, ...]:
        """The title and the aliases."""
        return (self.title, *self.aliases)


Instruments = str | Path | Sequence[Instrument] | None
"""Instruments to know besides the built-in ones: a TOML file, or a sequence."""


def read_instruments(text: str, source: str = "instruments.toml") -> tuple[Instrument, ...]:
    """The instruments of a catalogue file: a TOML text with one `[[instrument]]` table each.

    Raises:
        InputError: when the text is no TOML or has another section, or an instrument lacks its id or title, has an
            unknown key or a value of the wrong type. It names the file, the instrument or section, and the remedy.

    >>> read_instruments('[[instrument]]\\nid = "npt"\\ntitle = "Treaty on X"')[0].id
    'npt'
    """
    try:
        sections = table_of(text)
    except InputError as fault:
        raise _refused(source, f"mend the TOML: {fault}") from None
    if unknown := [section for section in sections if section != "instrument"]:
        raise _refused(source, f"no section {unknown[0]!r}; begin each instrument with a line [[instrument]]")
    entries = sections.get("instrument", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _refused(source, "begin each instrument with a line [[instrument]]")
    return tuple(_instrument(entry, place, source) for place, entry in enumerate(entries, 1))


def instruments_from(path: str | Path) -> tuple[Instrument, ...]:
    """The instruments of a catalogue file, as `read_instruments` reads them; a byte-order mark does no harm.

    Raises:
        InputError: when the file cannot be read or is no catalogue.
    """
    return read_instruments(text_of(path), str(path))


def _refused(source: str, remedy: str) -> InputError:
    return InputError(f"{source}: not a catalogue of instruments: {remedy}")


def _instrument(table: dict[str, Any], place: int, source: str) -> Instrument:
    """The instrument of one table, the `place`-th of its file."""
    entry = f"instrument {place} ({table.get('id', 'without id')})"
    keys = [field.name for field in attrs.fields(Instrument)]
    if missing := [key for key in ("id", "title") if key not in table]:
        raise _refused(source, f"{entry}: add {' and '.join(missing)}")
    if unknown := [key for key in table if key not in keys]:
        raise _refused(source, f"{entry}: {unknown[0]} is no key of an instrument; the keys are {', '.join(keys)}")
    try:
        return Instrument(**table)
    except TypeError as fault:
        raise _refused(source, f"{entry}: {fault}") from None


@functools.cache
def built_in() -> tuple[Instrument, ...]:
    """The instruments that treatylex knows: `corpus/instruments.toml`, read on first use."""
    entries = tables("instruments")["instrument"]
    return tuple(_instrument(entry, place, "instruments.toml") for place, entry in enumerate(entries, 1))


def instruments(more: Instruments = None) -> dict[str, Instrument]:
    """The instruments of the catalogue by their ids, with those of a file or a sequence added.

    Raises:
        InputError: when the file cannot be read or is no catalogue.

    >>> instruments()["un-charter"].unts
    '1 UNTS XVI'
    """
    return {instrument.id: instrument for instrument in (*built_in(), *added(more))}


def added(instruments: Instruments) -> tuple[Instrument, ...]:
    """The instruments to know besides the built-in ones, however they were given.

    Raises:
        InputError: when the file cannot be read or is no catalogue.
    """
    if isinstance(instruments, str | Path):
        return instruments_from(instruments)
    return tuple(instruments or ())
