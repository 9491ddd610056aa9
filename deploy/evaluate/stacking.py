"""On a narrow screen a table's cells stand below each other: each then says what its column's head says. Pure."""

import re
from itertools import count

_TABLE = re.compile(r"<table>.*?</table>", re.S)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
_ROW = re.compile(r"<tr>.*?</tr>", re.S)
_CELL = re.compile(r"<td\b")


def stacked(html: str) -> str:
    """The page with its columns' heads in `data-label` of each cell. Tables do not nest, and no cell spans others."""
    return _TABLE.sub(lambda table: _labelled(table[0], _HEAD.findall(table[0])), html)


def _labelled(table: str, heads: list[str]) -> str:
    def row(found: re.Match[str]) -> str:
        place = count()
        return _CELL.sub(lambda _: f'<td data-label="{heads[next(place)]}"', found[0])

    return _ROW.sub(row, table)
