"""Snapshots: what syrupy keeps of treaties and comparisons, as text that a lawyer can read and review.

Guarantee: whatever changes in what a snapshot tells changes it, and nothing is cut. With the extension, a treaty is
kept as its outline with all details, a comparison as `clause-diff` prints it, with the words that a report shortens,
every other value of the model as its transcript; what might leave out a change is refused. syrupy's own snapshots keep
transcripts of everything, wherever treatylex's plugin is loaded. One file a snapshot, so that a change of one shows as
a diff of one.

    @pytest.fixture
    def snapshot(snapshot):
        return snapshot.use_extension(OutlineSnapshot)

    def test_treaty(treaty, snapshot):
        assert treaty == snapshot

syrupy comes with `pip install treatylex[testing]`; nothing but this module and `amber` imports it.
"""

import re
from pathlib import Path
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.reporting.differences import differences
from treatylex.reporting.outline import outline
from treatylex.testing.transcripts import transcript

_REFUSED = re.compile(r'[\\/?*:|"<>\x00-\x1f]')
_LONGEST = 200


class OutlineSnapshot(SingleFileSnapshotExtension):
    """Keeps treaties as outlines and comparisons as reports, in files that end in `.txt`."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def serialize(self, data: Any, **_: Any) -> str:
        """The text that is kept.

        Raises:
            TypeError: for what is neither of the model nor plain data.
        """
        if isinstance(data, Treaty):
            return outline(data, details=True, cut_at=None)
        if isinstance(data, TreatyDiff):
            return differences(data, in_full=True)
        return data if isinstance(data, str) else transcript(data)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """The name of the file; "_" stands for what file systems refuse, such as the "/" of a treaty's path."""
        # The name as it stands: the parent's method would drop the strokes, and with them what tells names apart.
        name = super(SingleFileSnapshotExtension, cls).get_snapshot_name(test_location=test_location, index=index)
        return _REFUSED.sub("_", name)[:_LONGEST]

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        """Whether a file keeps a snapshot of this test; syrupy warns of those that no test claims."""
        if not test_location.is_item_parametrized:
            return super().matches_test_location(test_location=test_location, snapshot_location=snapshot_location)
        file, name = Path(snapshot_location), cls.get_snapshot_name(test_location=test_location)
        return str(file.parent) == cls.dirname(test_location=test_location) and file.name.startswith(name)
