"""Particulars: what a treaty is called, between whom, when and where it was signed, in which languages."""

import attrs


@attrs.frozen(kw_only=True)
class Party:
    """A State or organisation that concludes a treaty.

    `id` is its stable name (`netherlands`), `name` the usual one, `code` its ISO 3166-1 alpha-3 code, or that of ISO
    3166-3 for a State that is no more; `None` where it has none (organisations, Prussia).
    """

    id: str
    name: str
    code: str | None = None

    def __str__(self) -> str:
        return self.name


@attrs.frozen(kw_only=True)
class Particulars:
    """What a treaty says about itself; `None` or nothing where it does not.

    `date` is the day of signature after ISO 8601, `place` where it was signed as written, `languages` those of the
    authentic texts by their usual English names, `depositary` as written without "the".
    """

    parties: tuple[Party, ...] = ()
    date: str | None = None
    place: str | None = None
    languages: tuple[str, ...] = ()
    depositary: str | None = None
