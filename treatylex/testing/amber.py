"""Amber: syrupy's own snapshots, taught to keep the model in full, not as its short `repr`.

Guarantee: light. Every pytest run with syrupy loads it, so it imports nothing of treatylex before a snapshot is taken.
"""

from typing import Any

from syrupy.extensions.amber.serializer import AmberDataSerializer, AmberDataSerializerPlugin


class _Transcripts(AmberDataSerializerPlugin):
    """What syrupy's own extension asks how a value is to be written."""

    @staticmethod
    def is_data_serializable(data: object) -> bool:
        """Whether it is a value of the model, or a sequence of them."""
        from treatylex.testing.transcripts import is_kept

        return is_kept(data)

    @staticmethod
    def serialize(data: object, **_: Any) -> str:
        """The transcript of a value."""
        from treatylex.testing.transcripts import transcript

        return transcript(data).rstrip("\n")


def keep_transcripts() -> None:
    """Let syrupy's own extension keep the model as transcripts."""
    plugins = list(AmberDataSerializer.serializer_plugins or ())
    if _Transcripts not in plugins:
        AmberDataSerializer.serializer_plugins = [*plugins, _Transcripts]
