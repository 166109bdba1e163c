"""Snapshots: an extension for syrupy that keeps treaties and comparisons as text that a lawyer can read and review.

Guarantee: a treaty is kept as its outline, a comparison as `clause-diff` prints it, any other value as text; one file
a snapshot, so that a change of one shows as a diff of one.

    @pytest.fixture
    def snapshot(snapshot):
        return snapshot.use_extension(OutlineSnapshot)

    def test_treaty(treaty, snapshot):
        assert treaty == snapshot

syrupy comes with `pip install treatylex[testing]`; nothing but this module imports it.
"""

from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.reporting.differences import differences
from treatylex.reporting.outline import outline


class OutlineSnapshot(SingleFileSnapshotExtension):
    """Keeps treaties as outlines and comparisons as reports, in files that end in `.txt`."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def serialize(self, data: Any, **_: Any) -> str:
        """The text that is kept."""
        if isinstance(data, Treaty):
            return outline(data)
        if isinstance(data, TreatyDiff):
            return differences(data)
        return str(data)
