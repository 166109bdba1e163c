"""Heat maps: shares of rows in columns, as a picture in SVG.

Guarantees: the same figures give the same picture, byte for byte; nothing in a name becomes markup; every cell and the
whole picture say in words what they show, and a cell's figure never rests on its colour alone.
"""

import html
from collections.abc import Mapping, Sequence

import attrs

_SIDE = 16  # units of a cell
_LETTER = 6.6  # width of a letter of a label, at most
_LABEL = 44  # letters of the longest label
_LEGEND = 64
_COLORS = ("#e8f1fa", "#b7d4ea", "#7fb2d9", "#4a90c2", "#20639b", "#0b3c66")
"""Light to dark in one hue: told apart in grey and by those who see few colours."""
_STEPS = (0.02, 0.1, 0.2, 0.35, 0.5, 0.75)
"""The least share of each colour; smaller ones are not drawn."""


@attrs.frozen(kw_only=True)
class HeatMap:
    """What to draw: names of rows and columns, and the share of a row in a column by their names, from 0 to 1.

    `notes` say in words what a cell shows.
    """

    title: str
    description: str
    names: Sequence[str]
    shares: Mapping[tuple[str, str], float]
    notes: Mapping[tuple[str, str], str]


def heat_map(drawn: HeatMap) -> str:
    """The picture, as a document in SVG."""
    margin = _LETTER * min(_LABEL, max(map(len, drawn.names), default=1)) + 12
    side = _SIDE * len(drawn.names)
    width, height = margin + side + 12, margin + side + _LEGEND
    width = max(width, margin + 60 * len(_COLORS))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="title description" font-family="sans-serif" '
        'font-size="11">',
        f'<title id="title">{html.escape(drawn.title)}</title>',
        f'<desc id="description">{html.escape(drawn.description)}</desc>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        *_labels(drawn.names, margin),
        f'<path d="{_diagonal(len(drawn.names), margin)}" stroke="#9a9a9a" fill="none"/>',
        *_cells(drawn, margin),
        *_legend(margin, margin + side + 20),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _labels(names: Sequence[str], margin: float) -> list[str]:
    lines = []
    for at, name in enumerate(names):
        middle = margin + _SIDE * at + _SIDE / 2
        label = html.escape(name if len(name) <= _LABEL else f"{name[: _LABEL - 1]}…")
        lines.append(f'<text x="{margin - 6:.1f}" y="{middle + 4:.1f}" text-anchor="end">{label}</text>')
        lines.append(f'<text transform="translate({middle + 4:.1f} {margin - 6:.1f}) rotate(-90)">{label}</text>')
    return lines


def _diagonal(count: int, margin: float) -> str:
    """A staircase along the diagonal, on which every treaty meets itself."""
    return f"M{margin:.1f} {margin:.1f}" + f"h{_SIDE}v{_SIDE}" * count


def _cells(drawn: HeatMap, margin: float) -> list[str]:
    places = {name: at for at, name in enumerate(drawn.names)}
    lines = []
    for (row, column), share in sorted(drawn.shares.items(), key=lambda item: (places[item[0][0]], places[item[0][1]])):
        color = next((c for c, least in zip(reversed(_COLORS), reversed(_STEPS), strict=True) if share >= least), None)
        if color is None:
            continue
        x, y = margin + _SIDE * places[column], margin + _SIDE * places[row]
        note = html.escape(drawn.notes.get((row, column), f"{row}, {column}: {share:.0%}"))
        lines.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{_SIDE}" height="{_SIDE}" fill="{color}" stroke="#ffffff">'
            f"<title>{note}</title></rect>"
        )
    return lines


def _legend(x: float, y: float) -> list[str]:
    lines = []
    for at, (color, least) in enumerate(zip(_COLORS, _STEPS, strict=True)):
        left = x + 60 * at
        lines.append(f'<rect x="{left:.1f}" y="{y:.1f}" width="{_SIDE}" height="{_SIDE}" fill="{color}"/>')
        lines.append(f'<text x="{left + _SIDE + 4:.1f}" y="{y + 12:.1f}">{least:.0%}+</text>')
    return lines
