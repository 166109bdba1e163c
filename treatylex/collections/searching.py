"""Searching: clauses found by their words, over many treaties, from an index on the disk.

Guarantees: an answer quotes the clause as it stands; the index is made from the treaties as they are when it is asked:
files that changed are read again, files that are gone leave it; the same question over the same files has the same
answer.
"""

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import attrs

from treatylex.caching import fingerprint
from treatylex.collections.members import Member
from treatylex.collections.reading import Made
from treatylex.errors import OutputError
from treatylex.locations import is_location, state_of
from treatylex.model.citations import citation
from treatylex.model.provisions import Provision, Treaty
from treatylex.model.queries import actors_of
from treatylex.source import one_line

MARKS = ("[", "]")
"""What stands around the words that were found, in the quotation of an answer."""
_WORD = re.compile(r'"[^"]*"|\S+')
_LETTERS = re.compile(r"\w+(?:\*)?")
_QUOTED = 32  # words of a quotation
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (path BLOB PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE clauses (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL, treaty_id TEXT NOT NULL, title TEXT, eid TEXT NOT NULL,
    citation TEXT NOT NULL, kind TEXT NOT NULL, actors TEXT NOT NULL, doubtful INTEGER NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX clauses_of_files ON clauses (path);
CREATE VIRTUAL TABLE words USING fts5 (text, heading, tokenize = 'porter unicode61 remove_diacritics 2');
"""


@attrs.frozen(kw_only=True)
class Hit:
    """One clause that was found.

    `quotation` is its text, or the part of it around the words that were found, which stand in square brackets. `score`
    orders the answers, the best first; it compares within one answer only.
    """

    treaty_id: str
    title: str | None
    citation: str
    eid: str
    kind: str
    line: int
    is_doubtful: bool
    score: float
    quotation: str
    source: str


Entry = tuple[tuple[object, ...], str, str]
"""A clause as the index takes it: its columns, its words, and the headings above it."""


class Index:
    """The clauses of a collection, in a SQLite database; used with `with`.

    Raises:
        InputError: when the file is none that this made, or cannot be written.
    """

    def __init__(self, file: str | os.PathLike[str]) -> None:
        self.file = Path(file)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.file)
            self._begin()
        except (OSError, sqlite3.Error) as fault:
            raise OutputError(f"{self.file}: no index can be kept there: {fault}; name another file") from None

    def _begin(self) -> None:
        """Lay out an empty database; one that another version filled begins anew."""
        version = fingerprint("treatylex", ".py") + fingerprint("treatylex.grammars", ".lark", ".txt")
        names = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if names and "about" not in names:
            raise sqlite3.DatabaseError("it is a database of something else")
        known = self._database.execute("SELECT value FROM about WHERE name = 'version'").fetchone() if names else None
        if known == (version,):
            return
        for name in ("about", "files", "clauses", "words"):
            self._database.execute(f"DROP TABLE IF EXISTS {name}")
        self._database.executescript(_TABLES)
        self._database.execute("INSERT INTO about VALUES ('version', ?)", (version,))
        self._database.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def stale(self, files: Iterable[str]) -> list[str]:
        """The files that must be read, since they are new or were changed; those that are gone leave the index."""
        states = {file: _state(file) for file in files}
        known = {_path(kept): state for kept, state in self._database.execute("SELECT path, state FROM files")}
        for path in known.keys() - states.keys():
            self._forget(path)
        self._database.commit()
        return [file for file, state in states.items() if known.get(file) != state]

    def add(self, made: Made[list[Entry]]) -> None:
        """Take what `entries` made of a file, in the place of what was known of it."""
        self._forget(made.path)
        for row, text, heading in made.value or ():
            added = self._database.execute(
                "INSERT INTO clauses (path, treaty_id, title, eid, citation, kind, actors, doubtful, line) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_kept(made.path), *(_writable(cell) if isinstance(cell, str) else cell for cell in row)),
            )
            words = (added.lastrowid, _writable(text), _writable(heading))
            self._database.execute("INSERT INTO words (rowid, text, heading) VALUES (?, ?, ?)", words)
        self._database.execute("INSERT INTO files VALUES (?, ?)", (_kept(made.path), _state(made.path)))
        self._database.commit()

    def _forget(self, path: str) -> None:
        kept = _kept(path)
        self._database.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM clauses WHERE path = ?)", (kept,))
        self._database.execute("DELETE FROM clauses WHERE path = ?", (kept,))
        self._database.execute("DELETE FROM files WHERE path = ?", (kept,))

    def search(
        self, query: str, *, kinds: Iterable[str] = (), actor: str | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """The clauses in which all words of a query stand, the best first.

        Args:
            query: words, in any of their forms; words in quotation marks stand one after the other; "withdr*" stands
                for all words that begin so.
            kinds: kinds of clauses, of which one must fit; none for any.
            actor: who must bear the clause.
            limit: the most answers.

        Raises:
            ValueError: for a query without a word.
        """
        wanted, kinds = _expression(query), tuple(kinds)
        conditions, values = ["words MATCH ?"], [wanted]
        if kinds:
            conditions.append(f"kind IN ({', '.join('?' * len(kinds))})")
            values += kinds
        if actor is not None:
            conditions.append("instr(actors, ?) > 0")
            values.append(f" {actor} ")
        rows = self._database.execute(
            "SELECT treaty_id, title, citation, eid, kind, line, doubtful, bm25(words, 1.0, 0.5), "
            f"snippet(words, 0, '{MARKS[0]}', '{MARKS[1]}', '…', {_QUOTED}), path "
            f"FROM words JOIN clauses ON clauses.id = words.rowid WHERE {' AND '.join(conditions)} "
            "ORDER BY bm25(words, 1.0, 0.5), clauses.id LIMIT ?",
            (*values, limit),
        )
        return tuple(_hit(row) for row in rows)


def _hit(row: tuple[str, str | None, str, str, str, int, int, float, str, bytes]) -> Hit:
    treaty_id, title, cited, eid, kind, line, doubtful, rank, quotation, path = row
    return Hit(
        treaty_id=treaty_id,
        title=title,
        citation=cited,
        eid=eid,
        kind=kind,
        line=line,
        is_doubtful=bool(doubtful),
        score=round(-rank, 3),
        quotation=quotation,
        source=_path(path),
    )


def _expression(query: str) -> str:
    """A query in the language of the index: every word must stand, nothing in it commands the index.

    >>> _expression('armed attack OR "without delay"')
    '"armed" "attack" "OR" "without delay"'
    """
    parts = []
    for piece in _WORD.findall(query):
        words = _LETTERS.findall(piece)
        if piece.startswith('"') and words:
            parts.append('"' + " ".join(word.rstrip("*") for word in words) + '"')
        else:
            parts += (f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in words)
    if not parts:
        raise ValueError("the query holds no word to look for")
    return " ".join(parts)


def entries(treaty: Treaty, member: Member) -> list[Entry]:
    """What an index takes of a treaty."""
    return list(_entries(treaty, member.treaty_id))


def _entries(treaty: Treaty, treaty_id: str) -> Iterator[Entry]:
    for clause in treaty.clauses:
        row = (
            treaty_id,
            one_line(treaty.title) or None,
            clause.eid,
            citation(treaty, clause),
            clause.kind.value,
            f" {' '.join(sorted(actors_of(clause)))} ",
            bool(clause.doubts),
            treaty.source.position(clause.span.start)[0],
        )
        yield row, str(clause), " ".join(_headings(treaty, treaty.parent(clause)))


def _headings(treaty: Treaty, provision: Provision | None) -> Iterator[str]:
    """The headings above a clause."""
    while provision is not None:
        if provision.heading:
            yield one_line(provision.heading)
        provision = treaty.parent(provision)


def _kept(path: str) -> bytes:
    """A path as the database keeps it: the name of a file need be no text."""
    return path.encode("utf-8", "surrogatepass")


def _path(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogatepass")


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _state(path: str) -> str:
    """What tells whether a file was changed: its content, of one elsewhere what its place says of it."""
    if is_location(path):
        return state_of(path)
    digest = hashlib.sha256()
    with contextlib.suppress(OSError), open(path, "rb") as file:
        digest.update(file.read())
    return digest.hexdigest()
