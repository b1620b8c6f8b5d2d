"""The pictures in the README and beside these tests are what the app looks like."""

import pytest

from tests.tui.pictures import PICTURES, ROOT, Picture, draw


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file.stem)
async def test_the_app_looks_as_in_its_picture(picture: Picture) -> None:
    drawn = await draw(picture)
    kept = (ROOT / picture.file).read_text(encoding="utf-8")
    different = [
        f"{old}\n{new}"
        for old, new in zip(kept.splitlines(), drawn.splitlines(), strict=False)
        if old != new
    ]
    assert drawn == kept, "python -m tests.tui.pictures draws it anew\n" + "\n".join(different[:5])
