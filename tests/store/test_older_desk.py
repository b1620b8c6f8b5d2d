"""A desk that an older version left is opened by this one, and goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.store.desks import open_desk, summaries, tip_of


def test_a_desk_of_version_0_2_is_read_whole_and_takes_the_next_tip(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(Path(__file__).with_name("desk_of_0_2"), folder)
    folder.chmod(0o700)
    with open_desk(folder) as desk:
        assert [tip.status for tip in desk.tips()] == ["handed_to_team", "registered"]
        assert desk.record(tip_of(summary="新版登记")).number == "2016-0003"
    with open_desk(folder) as desk:
        assert summaries(desk) == ["收受礼金", "不担当不作为", "新版登记"]
        assert desk.keeping.verify().is_sound
