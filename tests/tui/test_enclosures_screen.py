"""What came with a tip, on the screen and in the dialogue: attached, corrected, taken out, taken off."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from store.text import _
from store.tips.tip import Tip
from tests.store.desks import open_desk, tip_of
from tests.store.sealed import DUTY, LEAD, WORDS, planted, sealed_desk
from tests.tui.dialogue import dialogue
from tests.tui.sitting import Sitting, a_desk, press_while_another_screen_comes, sitting
from tests.tui.test_sealed_screens import unlock
from tui.entering.tip_entry import TipEntry
from tui.entering.values import line_key
from tui.linear.steps import Steps
from tui.screens.enclosures_screen import EnclosuresScreen

SCAN = b"%PDF-1.4 scan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    (tmp_path / "扫描 件.pdf").write_bytes(SCAN)
    return tmp_path / "desk"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
        desk.enclosures.add("1", "letter", pages=3, name="密语.pdf", kept_at="密语柜")
    return tmp_path / "desk"


async def to_enclosures(at_desk: Sitting) -> None:
    await at_desk.press("f4", "enter")
    await at_desk.see("修改记录")
    await at_desk.press("a")
    await at_desk.see("A 新增")


@pytest.mark.whole
async def test_a_file_is_attached_by_its_path_corrected_taken_out_and_taken_off(
    folder: Path,
) -> None:
    async with sitting(folder, (80, 24)) as desk:
        await to_enclosures(desk)
        await desk.see("还没有登记附件，按 A 登记。")
        await desk.press("a")
        await desk.fill("file", "没有这个.pdf")
        await desk.press("ctrl+s")
        await desk.see("没有这个文件")
        await desk.press("ctrl+u")
        await desk.fill("file", f"'{folder.parent}/扫描 件.pdf'")
        await desk.fill("pages", "3页")
        await desk.press("ctrl+s")
        await desk.see("请填数字")
        await desk.press("ctrl+u", "3")
        await desk.fill("kept_at", "铁皮柜2")
        await desk.fill("file_number", "2016-7")
        await desk.press("ctrl+s")
        await desk.see("扫描 件.pdf，存于铁皮柜2，档案号 2016-7，文件 1 KB")
        assert "密封" not in desk.seen
        await desk.press("e")
        await desk.see("更正 2016-0001 的第 1 项附件")
        await desk.press("1")
        await desk.go_to("copies")
        # It takes the place of the number that stands ready; what comes later stands behind it.
        await desk.press("2", "tab", "shift+tab", "0")
        await desk.press("ctrl+s")
        await desk.see("信件，3 页，20 份")
        (one,) = desk.desk.tip("1").enclosures
        assert (one.kind, one.pages, one.copies, one.name, one.kept_at, one.file_number) == (
            *("letter", 3, 20, "扫描 件.pdf"),
            *("铁皮柜2", "2016-7"),
        )
        await desk.press("escape", "end")
        await desk.see("附件 1")
        await desk.press("a")
        await desk.see("信件，3 页，20 份")
        desk.app.clear_notifications()
        await desk.press("o")
        await desk.see("请勿直接打开")
        assert "不再密封" not in desk.seen
        await desk.press("escape")
        await desk.see("信件，3 页，20 份")
        assert not [*desk.app._notifications]
        await desk.press("o")
        await desk.see("请勿直接打开")
        await desk.press("ctrl+u")
        await desk.fill("folder", str(folder.parent))
        await desk.press("ctrl+s")
        await desk.see("已写入：")
        await desk.press("x", "ctrl+s")
        # What was said lies over the rest.
        desk.app.clear_notifications()
        await desk.see("还没有登记附件")
    taken = folder.parent / "2016-0001 附件1.pdf"
    assert (taken.read_bytes(), taken.stat().st_mode & 0o777) == (SCAN, 0o600)
    with open_desk(folder, LEAD) as again:
        assert [one.what for one in again.history("1")] == [
            "record",
            "attach",
            "correct_enclosure",
            "remove_enclosure",
        ]


@pytest.mark.whole
async def test_over_ssh_facts_are_noted_down_and_no_path_is_asked_for(folder: Path) -> None:
    async with sitting(folder, (80, 24), is_remote=True) as desk:
        await to_enclosures(desk)
        await desk.see("ssh … attach")
        await desk.press("a")
        await desk.see("存放处")
        assert "文件的路径" not in desk.seen
        await desk.press("2")
        await desk.fill("pages", "5")
        await desk.press("ctrl+s")
        await desk.see("照片，5 张")
        await desk.press("o")
        await desk.see("ssh … enclosure 2016-0001 1")


async def test_of_a_sealed_desk_it_is_said_that_what_is_taken_out_is_sealed_no_more(
    sealed: Path,
) -> None:
    with open_desk(sealed, DUTY) as desk:
        desk.enclosures.add("1", "letter", name="密语二.pdf", file=BytesIO(SCAN))
    async with sitting(sealed, (80, 24), officer=LEAD) as at_desk:
        await to_enclosures(at_desk)
        await at_desk.see("文件 65 KB")
        await at_desk.press("end", "o")
        await at_desk.see("取出的文件不再密封，用毕请删除。")


@pytest.mark.usefixtures("english")
def test_in_english_too_it_is_sealed_no_more() -> None:
    assert "no longer sealed" in _("取出的文件不再密封，用毕请删除。")


async def test_what_is_sealed_of_an_enclosure_is_hidden_as_the_texts_are(sealed: Path) -> None:
    async with sitting(sealed, (80, 24), officer=LEAD) as at_desk:
        await to_enclosures(at_desk)
        await at_desk.see("信件，3 页")
        await at_desk.see("先在举报里按 V 显示")
        assert at_desk.shown(WORDS) == []
        await at_desk.press("e")
        await at_desk.see("私钥")


@pytest.mark.whole
async def test_what_was_opened_to_be_corrected_goes_from_the_screen_with_the_key(
    sealed: Path,
) -> None:
    async with sitting(sealed, (80, 24), officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        await to_enclosures(at_desk)
        await at_desk.press("e")
        await at_desk.see("密语柜")
        await at_desk.fill("pages", "9")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        assert at_desk.desk.drafts.all() == [], "without a lead's key it is read no more"
        await at_desk.press("enter")
        await at_desk.see("先在举报里按 V 显示")
        assert at_desk.shown(WORDS) == []


async def test_what_came_with_a_tip_is_shown_as_far_as_the_tip_is(sealed: Path) -> None:
    async with sitting(sealed, officer=LEAD) as at_desk:
        await come_to_the_tip(at_desk)
        await at_desk.press("a")
        await at_desk.see("先在举报里按 V 显示")
        assert at_desk.shown(WORDS) == []


async def come_to_the_tip(at_desk: Sitting) -> None:
    """The page of a sealed tip, at a desk that the lead has opened."""
    await unlock(at_desk)
    await at_desk.see("已解封")
    await at_desk.press("f4", "enter")
    await at_desk.see("按 V 显示")


async def opened_by_key(at_desk: Sitting) -> EnclosuresScreen:
    """The enclosures of a sealed tip, in clear."""
    await come_to_the_tip(at_desk)
    await at_desk.press("v", "a")
    await at_desk.see("密语柜")
    screen = at_desk.app.screen
    assert isinstance(screen, EnclosuresScreen)
    return screen


@pytest.mark.whole
async def test_what_is_hidden_while_it_is_being_read_is_not_shown_once_it_was_read(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(sealed, officer=LEAD) as at_desk:
        screen = await opened_by_key(at_desk)
        open_tip = at_desk.desk.access.open_tip

        async def hide() -> None:
            screen.hide_texts()
            await at_desk.see("先在举报里按 V 显示")

        def opened_while_another_takes_over(number: str) -> Tip:
            tip = open_tip(number)
            at_desk.app.call_from_thread(hide)
            return tip

        monkeypatch.setattr(at_desk.desk.access, "open_tip", opened_while_another_takes_over)
        await screen.on_screen_resume()
        await at_desk.pilot.pause()
        assert "先在举报里按 V 显示" in at_desk.seen
        assert at_desk.shown(WORDS) == []


@pytest.mark.whole
async def test_what_the_key_opened_no_more_is_shown_as_it_is_without_it(sealed: Path) -> None:
    async with sitting(sealed, officer=LEAD) as at_desk:
        screen = await opened_by_key(at_desk)
        assert screen.opened == "2016-0001"
        at_desk.desk.access.lock()
        await screen.on_screen_resume()
        assert screen.opened == ""
        await at_desk.see("先在举报里按 V 显示")
        assert at_desk.shown(WORDS) == []


def test_in_the_dialogue_it_is_told_attached_and_taken_off(folder: Path) -> None:
    path = str(folder.parent / "扫描 件.pdf")
    said = dialogue(
        folder,
        *("查看", "1", "附件", "新增", "2", "5", "", "", "", "", path),
        *("取出", str(folder.parent), "去掉", "1", "返回", "返回", "0"),
    )
    assert "2016-0001 没有登记附件。" in said
    assert "第 1 项：照片，5 张，扫描 件.pdf，文件 1 KB" in said
    assert (folder.parent / "2016-0001 附件1.pdf").read_bytes() == SCAN
    with a_desk(folder) as desk:
        assert desk.tip("1").enclosures == ()


def test_the_dialogue_asks_what_came_with_a_letter_and_with_a_call_nothing(folder: Path) -> None:
    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        assert ("enclosures", 0) not in [*Steps(entry)]
        entry.values["line"] = next(
            line_key(one) for one in desk.notice.sources if one.kind == "post"
        )
        assert ("enclosures", 0) in [*Steps(entry)]


@pytest.mark.whole
async def test_what_another_changed_meanwhile_is_not_taken_out_or_off_or_corrected_unseen(
    folder: Path,
) -> None:
    with open_desk(folder) as other:
        other.enclosures.add("1", "letter", pages=3, name="甲信")
        other.enclosures.add("1", "photographs", pages=4, name="乙照片", file=BytesIO(SCAN))
    async with sitting(folder, (80, 24)) as desk:
        await to_enclosures(desk)
        await desk.press("down", "o")
        await desk.see("取出 2016-0001 的第 2 项附件")
        with open_desk(folder, "值班员乙") as other:
            other.enclosures.correct("1", 1, pages=2)
        await desk.press("ctrl+u")
        await desk.fill("folder", str(folder.parent))
        await desk.press("ctrl+s")
        await desk.see("2016-0001 已被他人修改，请取消后核对，再重新办理。")
        assert not [*folder.parent.glob("2016*")]
        await desk.press("escape", "x")
        await desk.see("去掉 2016-0001 的第 2 项附件")
        assert "照片，4 张，乙照片" in desk.seen
        with open_desk(folder, "值班员乙") as other:
            other.enclosures.remove("1", 1)
            other.enclosures.add("1", "letter", name="丙信")
        await desk.press("ctrl+s")
        await desk.see("2016-0001 已被他人修改，请取消后核对，再重新办理。")
        await desk.press("escape")
        await desk.see("丙信")
        assert [one.name for one in desk.desk.tip("1").enclosures] == ["乙照片", "丙信"]
        await desk.press("x")
        await desk.see("去掉 2016-0001 的第 2 项附件")
        await desk.press("ctrl+s")
        await desk.see("的附件 1 项")
        assert [one.name for one in desk.desk.tip("1").enclosures] == ["乙照片"]
        with open_desk(folder, "值班员乙") as other:
            other.enclosures.remove("1", 1)
            other.enclosures.add("1", "letter", name="丁信")
        await desk.press("e")
        await desk.see("2016-0001 已被他人修改，请核对后重新选定。")
        await desk.see("丁信")
        await desk.press("e")
        await desk.see("更正 2016-0001 的第 1 项附件")


@pytest.mark.whole
async def test_nothing_is_asked_over_a_screen_that_came_while_an_enclosure_was_being_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(folder) as other:
        other.enclosures.add("1", "letter", pages=3, name="甲信")
    async with sitting(folder, (80, 24)) as desk:
        await to_enclosures(desk)
        await desk.see("甲信")
        over = await press_while_another_screen_comes(desk, "e", monkeypatch)
        assert desk.app.screen is over
