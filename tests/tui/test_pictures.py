"""The pictures in the README and beside these tests are what the app looks like."""

import html
import re

import pytest
from rich.cells import cell_len

from tests.tui.pictures import CELL, PICTURES, ROOT, Picture, draw, in_cells

# The title of the window is centred, and has no length.
_TEXT = re.compile(
    r'<text [^>]*x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>'
)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file.stem)
async def test_the_app_looks_as_in_its_picture(picture: Picture) -> None:
    drawn = await draw(picture)
    kept = (ROOT / picture.file).read_text(encoding="utf-8")
    # pytest would look for what is different for minutes.
    is_same = drawn == kept
    assert is_same, "python -m tests.tui.pictures draws it anew"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file.stem)
def test_each_text_of_a_picture_is_as_wide_as_its_cells_and_none_lies_over_another(
    picture: Picture,
) -> None:
    found = _TEXT.findall((ROOT / picture.file).read_text(encoding="utf-8"))
    assert len(found) > picture.size[1] / 2
    ends: dict[str, float] = {}
    for x, y, length, said in found:
        assert float(length) == pytest.approx(cell_len(html.unescape(said)) * CELL, abs=0.06), said
        assert float(x) >= ends.get(y, 0) - 0.2, said
        ends[y] = float(x) + float(length)


def test_what_is_one_and_what_is_two_cells_wide_stands_apart() -> None:
    drawn = '<text class="r" x="12.2" y="20" textLength="48.8" clip-path="url(#l)">值&lt;a台</text>'
    assert _TEXT.findall(in_cells(drawn)) == [
        ("12.2", "20", "24.4", "值"),
        ("36.6", "20", "24.4", "&lt;a"),
        ("61.0", "20", "24.4", "台"),
    ]
