"""The form: filled and saved by keyboard alone, and nothing typed is ever lost."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Button

from store.desk.desk import Desk
from store.errors import CannotWrite
from store.tips.tip import Reporter, Subject
from tests.builders import StillClock, at, example, notice_text
from tests.store.desks import open_desk, tip_of
from tests.terminal import FIRST_FIELD, to_field
from tests.tui.sitting import CALL, Sitting, a_desk, all_dealt_with, enter_call, key_event, sitting
from tui.entering.draft import left_drafts
from tui.entering.tip_entry import TipEntry
from tui.linear.steps import Steps
from tui.papers.forms_html import forms_html
from tui.widgets.text_field import LongField


def typed_ahead(told: Mapping[str, str]) -> Iterator[str]:
    """All keys of a call, none of which waits for what the one before it does."""
    last = FIRST_FIELD
    for field, text in told.items():
        yield from (key.lower() for key in to_field(field, last))
        yield from text
        last = field


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_call_is_entered_and_saved_with_the_keyboard_alone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        tip = desk.desk.tip("1")
        assert tip.reporter == Reporter("张三", "13900001111")
        assert tip.subjects == (Subject("某县国土局", "李四", "局长", "leadership"),)
        assert (tip.disciplines, tip.summary) == (("廉洁纪律",), "收受开发商礼金三万元")
        assert desk.desk.drafts.all() == []
        assert not desk.app.desk_screen.form.typed().is_dirty


async def test_every_fault_stands_beside_its_field_and_the_first_has_the_focus(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (120, 60)) as desk:
        await desk.press("f2")
        await desk.fill("received_at", "明年")
        await desk.press("ctrl+s")
        for sentence in (
            "没有保存，有",
            "“明年”无法识别，请写成 10-01 9:05 这样",
            "主要内容：不能为空",
            "请选定一类",
        ):
            await desk.see(sentence)
        assert desk.app.focused.content == "明年"
        await desk.press(*["backspace"] * 2)
        await desk.type("9:05")
        await desk.until(lambda: "无法识别" not in desk.seen)
        assert desk.desk.tips() == []


async def test_what_the_notice_does_not_name_is_not_asked(tmp_path: Path) -> None:
    folder, clock = tmp_path / "desk", StillClock()
    Desk.create(folder, notice_text(), clock=clock).close()
    async with sitting(folder, (120, 60)) as desk:
        await desk.press("f2")
        await desk.see("问题类别")
        assert "巡察重点" not in desk.seen
        summary = desk.app.desk_screen.form.query_one(LongField)
        summary.focus()
        await desk.press("shift+tab")
        assert desk.app.focused.parent.field == "subjects.group"
        await desk.go_to("disciplines")
        await desk.press("tab")
        assert desk.app.focused.parent.field == "referred_to"
        assert "tags" not in [name for name, _place in Steps(TipEntry(desk.desk))]
        assert "巡察重点" not in forms_html(desk.desk.notice, [1])
    assert "巡察重点" in forms_html(example(), [1])


@pytest.mark.whole
async def test_a_tip_out_of_scope_needs_its_receiver(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("subjects.unit", "某街道")
        await desk.fill("subjects.group", "4")
        await desk.fill("summary", "小区噪声扰民")
        await desk.press("ctrl+s")
        await desk.see("不属受理范围的，请写明转给哪个单位或部门")
        await desk.type("区环境保护局")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        assert desk.desk.counts().out_of_scope == 1


@pytest.mark.whole
async def test_where_a_tip_may_not_go_is_told_with_its_number_by_whoever_saves_at_once(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("subjects.unit", "某街道")
        await desk.fill("subjects.group", "4")
        await desk.fill("summary", "小区噪声扰民")
        await desk.press("ctrl+s")
        await desk.see("请写明转给哪个单位或部门")
        await desk.type("某街道")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        await desk.see("不能转往该处")


@pytest.mark.whole
async def test_a_number_a_digit_short_is_told_once_it_is_typed_and_never_refused(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (120, 50)) as desk:
        await enter_call(desk)
        rows = desk.app.desk_screen.form.fields.rows()
        contact = next(row.control for row in rows if row.field == "reporter.contact")
        contact.content = ""
        contact.focus()
        await desk.type("138-0013-800")
        await desk.until(lambda: contact.content == "138-0013-800")
        assert "位数字" not in desk.seen
        for digit, told in (("", "现有 10 位数字"), ("1", ""), ("2", "现有 12 位数字")):
            contact.focus()
            await desk.type(f"{digit}\n")
            await desk.until(
                lambda told=told: told in desk.seen and bool(told) is ("位数字" in desk.seen)
            )
        rows = desk.app.desk_screen.form.fields.rows()
        name = next(row.control for row in rows if row.field == "reporter.name")
        name.content = "匿名"
        name.focus()
        await desk.type("\n")
        await desk.see("“匿名”不是姓名，按未署名登记。")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        tip = desk.app.desk.tip("1")
        assert tip.reporter and tip.reporter.kind == "number_only"


@pytest.mark.whole
async def test_a_time_of_receipt_is_told_back_in_full_once_one_leaves_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (120, 50)) as desk:
        await enter_call(desk)
        rows = desk.app.desk_screen.form.fields.rows()
        received = next(row.control for row in rows if row.field == "received_at")
        for text, told in (
            ("9月20日下午3点半\n", "2016-09-20 15:30"),
            ("2016-09-20至22\n", "2016-09-20至22"),
        ):
            received.content = ""
            received.focus()
            await desk.type(text)
            await desk.until(lambda told=told: received.content == told)


async def test_what_was_typed_is_offered_again_after_a_crash(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk, "掉线前录入的内容")
        await desk.until(lambda: "掉线前录入的内容" in str(desk.desk.drafts.all()))
    async with sitting(tmp_path / "desk", at=at("2016-10-01T18:00:00")) as desk:
        await desk.see("Ctrl+E 到搁置的 1 件：16:59 30 字“掉线前录入的内容 某县国…”")
        await desk.press("ctrl+e")
        await desk.see("掉线前录入的内容")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        assert desk.desk.tip("1").received_at == at("2016-10-01T16:59:30")
        assert desk.desk.drafts.all() == []


async def test_a_draft_that_cannot_be_kept_is_told_while_one_types(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        (tmp_path / "desk" / "drafts").write_text("in the way")
        await desk.press("f2")
        await desk.fill("reporter.name", "张")
        await desk.see("草稿没有存下")
        assert "草稿已存" not in desk.seen
        (tmp_path / "desk" / "drafts").unlink()
        await desk.type("三")
        await desk.see("草稿已存")
        assert "张三" in str(desk.desk.drafts.all())


async def test_what_is_being_typed_is_at_no_moment_offered_to_another_session(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *typed_ahead({"reporter.name": "张"}))
        await desk.until(desk.desk.drafts.all, "a draft")
        with a_desk(tmp_path / "desk") as other:
            assert left_drafts(other) == []


@pytest.mark.whole
async def test_two_sessions_of_one_officer_keep_two_drafts(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as one, sitting(tmp_path / "desk") as other:
        await enter_call(one, "甲席内容")
        await enter_call(other, "乙席内容")
        await one.until(lambda: len(one.desk.drafts.all()) == 2)
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("搁置的 2 件")


@pytest.mark.whole
async def test_a_draft_set_aside_waits_while_another_tip_is_taken(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk, "先搁置的一件")
        await desk.press("f8")
        await desk.see("16:59 28 字“先搁置的一件 某县国土局…”")
        assert desk.app.desk_screen.form.fields.values["summary"] == ""
        await enter_call(desk, "另一件")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        await desk.press("ctrl+e")
        await desk.until(
            lambda: desk.app.desk_screen.form.fields.values["summary"] == "先搁置的一件"
        )
        assert [tip.summary for tip in desk.desk.tips()] == ["另一件"]


@pytest.mark.whole
async def test_leaving_the_form_and_quitting_keep_what_was_typed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await enter_call(desk, "离开表单")
        await desk.press("escape")
        await desk.see("总计")
        await desk.press("ctrl+e")
        await desk.see("离开表单")
        await desk.press("ctrl+q")
    with open_desk(tmp_path / "desk") as desk:
        assert "离开表单" in str(desk.drafts.all())


@pytest.mark.whole
async def test_discarding_asks_once(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk, "要丢弃的")
        await desk.press("f9")
        await desk.see("确要丢弃，请再按一次 F9")
        await desk.press("f9")
        await desk.until(lambda: "要丢弃的" not in desk.seen)
        assert desk.desk.drafts.all() == []


@pytest.mark.whole
async def test_what_was_typed_since_is_not_discarded_by_an_answer_given_before(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk, "要丢弃的")
        await desk.press("f9")
        await desk.see("确要丢弃，请再按一次 F9")
        await desk.type("又不丢了")
        await desk.until(lambda: "确要丢弃" not in desk.seen, "the end of the question")
        await desk.press("f9")
        await desk.see("确要丢弃，请再按一次 F9")
        assert "又不丢了" in desk.seen


async def test_of_subjects_there_are_as_many_as_a_tip_may_have(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        form = desk.app.desk_screen.form
        form.fields.put("subjects", [{"unit": "某局"}] * 49)
        await form.fields.subjects.stand()
        await desk.press("f6")
        await desk.until(lambda: len(form.fields.subjects.subjects) == 50)
        await desk.press("f6")
        await desk.see("被反映人已到最多个数，请分作几件登记。")
        assert len(form.fields.subjects.subjects) == 50


@pytest.mark.whole
async def test_several_subjects_are_added_and_removed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk)
        await desk.press("f6")
        await desk.until(lambda: desk.app.focused.parent.field == "subjects.unit")
        for field, told in (
            ("unit", "某乡政府"),
            ("person", "王五"),
            ("post", "乡长"),
            ("group", "2"),
        ):
            await desk.fill(f"subjects.{field}", told, place=1)
        await desk.press("f6")
        await desk.see("被反映人 3（F7 删除）")
        await desk.press("f7")
        await desk.until(lambda: "被反映人 3" not in desk.seen)
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        assert [s.person for s in desk.desk.tip("1").subjects] == ["李四", "王五"]
        await desk.press("f4", "enter")
        await desk.see("被反映人 1  某县国土局，李四，局长，领导班子及其成员")
        await desk.see("被反映人 2  某乡政府，王五，乡长")


async def test_a_whole_call_typed_ahead_goes_where_it_belongs(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        call = CALL | {"reporter.contact": "139", "summary": "一句话", "disciplines": "3"}
        await desk.send("f2", *typed_ahead(call), "ctrl+s")
        await desk.see("已登记：2016-0001")
        tip = desk.desk.tip("1")
        assert (tip.reporter.name, tip.reporter.contact) == ("张三", "139")
        assert (tip.summary, tip.disciplines) == ("一句话", ("廉洁纪律",))


async def test_fields_that_a_key_shows_are_there_for_the_keys_behind_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        way = (key.lower() for key in to_field("postmarked_on", channel="post"))
        await desk.send("f2", "ctrl+f", "3", *way, *"2016-09-28\n")
        values = desk.app.desk_screen.form.fields.values
        assert (values["postmarked_on"], values["registration_mark"]) == ("2016-09-28", "")


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (["backspace", "8"], "1388"),
        (["ctrl+u", "8"], "8"),
        (["home", "8"], "81380"),
        (["left", "backspace", "8", "end", "9"], "13809"),
    ],
)
async def test_what_is_typed_behind_an_editing_key_is_typed_after_it(
    tmp_path: Path, keys: list[str], left: str
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *typed_ahead({"reporter.contact": "1380"}), *keys)
        assert desk.app.desk_screen.form.fields.values["reporter.contact"] == left


async def test_a_subject_that_a_key_adds_takes_the_keys_behind_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *typed_ahead({"reporter.name": "张三"}), "tab", "f6", *"某局")
        assert desk.app.desk_screen.form.fields.values["subjects"][1]["unit"] == "某局"


@pytest.mark.whole
async def test_on_a_busy_machine_keys_wait_for_the_fields_they_are_for(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        with busy_machine():
            await desk.send("f6", "某")
        assert desk.app.desk_screen.form.fields.values["subjects"][1]["unit"] == "某"


@contextmanager
def busy_machine() -> Iterator[None]:
    """Others have the processor at each step of the loop."""

    def give_way() -> None:
        nonlocal step
        time.sleep(0.05)
        step = loop.call_soon(give_way)

    loop = asyncio.get_running_loop()
    step = loop.call_soon(give_way)
    yield
    step.cancel()


async def test_a_dialogue_that_a_key_opens_takes_the_keys_behind_it(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as before:
        before.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("2016-0001")
        contact = typed_ahead({"reporter.contact": "补"})
        await desk.send("f4", "enter", "e", *contact, "escape", "ctrl+p", *"zb")
        assert desk.app.desk_screen.form.fields.values["reporter.contact"].endswith("补")
        assert desk.app.focused.content == "zb"


@pytest.mark.whole
@pytest.mark.parametrize("between", [(), ("f2",), ("f8",)])
async def test_what_is_typed_while_a_slow_disk_saves_goes_into_the_next_tip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: tuple[str, ...]
) -> None:
    # Nor does it matter how long other acts are waited for.
    monkeypatch.setattr("tui.terminal.key_queue._PATIENCE_WITH_ACTS_SECONDS", 0)
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await enter_call(desk, "第一件")
        with desk.desk.ground.storage.writing:  # another writer has the desk
            for key in ("ctrl+s", *between, *typed_ahead({"summary": "第二件"})):
                desk.app.post_message(key_event(key))
            await desk.until(lambda: form.entry.is_saving)
            await desk.pilot.pause()
            assert form.fields.values["summary"] == "第一件"
        await desk.see("已登记：2016-0001")
        await desk.until(lambda: form.fields.values["summary"] == "第二件")
        assert form.entry.amends is None
        assert [(tip.summary, tip.revision) for tip in desk.desk.tips()] == [("第一件", 1)]


@pytest.mark.whole
async def test_a_tip_set_aside_while_it_is_saved_takes_nothing_of_the_next(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await enter_call(desk, "第一件")
        with desk.desk.ground.storage.writing:  # another writer has the desk
            desk.app.post_message(key_event("ctrl+s"))
            await desk.until(lambda: form.entry.is_saving)
            # As a click does, which waits for nothing.
            form.action_set_aside()
            # What is on its way to the disk is not offered.
            assert form.waiting == 0
        await desk.see("已登记：2016-0001")
        await enter_call(desk, "第二件")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0002")
        stored = [(tip.summary, tip.revision) for tip in desk.desk.tips()]
        assert stored == [("第一件", 1), ("第二件", 1)]
        assert desk.desk.drafts.all() == []


@pytest.mark.whole
async def test_an_amendment_made_meanwhile_is_merged_field_by_field(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as before:
        before.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("2016-0001")
        await desk.press("f4", "enter")
        await desk.see("修改记录")
        await desk.press("e")
        await desk.see("修改 2016-0001")
        form = desk.app.desk_screen.form
        form.fields.put("summary", "本人补充")
        with open_desk(tmp_path / "desk", "另一人") as other:
            stored = other.tip("1")
            other.amend(replace(stored, summary="他人补充"))
        await desk.press("ctrl+s")
        await desk.see("已被他人修改")
        await desk.see("他人改为：他人补充")
        await desk.press("2", "ctrl+s")
        await desk.see("已修改：2016-0001")
        assert desk.desk.tip("1").summary == "本人补充"
        assert len(desk.desk.history("1")) == 3


@pytest.mark.whole
async def test_what_only_someone_else_changed_is_not_called_ones_own(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as before:
        before.record(replace(tip_of(), summary="知情人：王某\t（同事）"))
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("2016-0001")
        await desk.press("f4", "enter")
        await desk.see("知情人：王某    （同事）")
        await desk.press("e")
        await desk.see("修改 2016-0001")
        desk.app.desk_screen.form.fields.put("summary", "本人补充")
        with open_desk(tmp_path / "desk", "另一人") as other:
            other.amend(replace(other.tip("1"), reporter=Reporter("钱某某", "13800000000")))
        await desk.press("ctrl+s")
        await desk.see("他人改为：钱某某")
        await desk.see("本人未改，原为：王某某")
        assert "本人所填" not in desk.seen
        await desk.press("ctrl+s")
        await desk.see("已修改：2016-0001")
        tip = desk.desk.tip("1")
        assert (tip.summary, tip.reporter) == ("本人补充", Reporter("钱某某", "13800000000"))


async def test_what_is_pasted_is_made_plain(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.go_to("reporter.name")
        desk.app.focused.post_message(Paste("张\x1b[31m三\u202e\n李四"))
        await desk.until(lambda: desk.app.focused.content == "张[31m三 李四")


@pytest.mark.whole
async def test_a_blank_or_joiner_that_an_input_method_sends_is_kept(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        for char in ("\u3000", "\u00a0", "\u200d"):
            for field in ("reporter.name", "summary"):
                await desk.fill(field, f"张{char}三")
                await desk.until(lambda char=char: desk.app.focused.content == f"张{char}三")
            await set_aside(desk)


@pytest.mark.whole
async def test_a_full_disk_is_one_sentence_and_the_form_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise CannotWrite("磁盘已满，没有保存。")

    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk, "磁盘满时录入")
        monkeypatch.setattr(Desk, "record", full)
        await desk.press("ctrl+s")
        await desk.see("磁盘已满，没有保存")
        assert desk.app.desk_screen.form.fields.values["summary"] == "磁盘满时录入"
        monkeypatch.undo()
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")


@pytest.mark.whole
async def test_who_leaves_is_asked_where_the_disk_takes_no_draft(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        (tmp_path / "desk" / "drafts").write_text("in the way")
        await desk.press("f2")
        await desk.fill("reporter.name", "张三")
        await desk.see("草稿没有存下：")
        assert "草稿已存" not in desk.seen
        await desk.press("ctrl+q")
        await desk.see("确要退出，请再按一次 Ctrl+Q")
        assert desk.app.is_running
        await desk.type("丰")
        await desk.press("ctrl+q")
        assert desk.app.is_running, "more was typed since it asked"
        await desk.fill("subjects.unit", "某局")
        await desk.press("ctrl+q")
        assert desk.app.is_running, "more was typed of one of several, too"
        await desk.press("ctrl+q")
        assert desk.app.return_value is None and not desk.app.is_running


@pytest.mark.whole
async def test_hint_and_footer_are_of_the_field_with_the_focus_however_fast_one_goes_there(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (120, 50)) as desk:
        form = desk.app.desk_screen.form
        await desk.press("f2")
        group = form.fields.subjects.subjects[0].rows["group"].control
        summary, disciplines = (
            next(row.control for row in form.fields.rows() if row.field == field)
            for field in ("summary", "disciplines")
        )
        group.focus()
        await desk.see("不属受理范围或巡视干部。数字键")
        # Three moves in one go: what is told of the first two arrives after the third.
        for control in (group, summary, disciplines):
            desk.app.screen.set_focus(control)
        await desk.see("公告所列的问题类别")
        await desk.see("Ctrl+S 保存  Ctrl+F 跳转")
        desk.app.screen.set_focus(group)
        desk.app.screen.set_focus(summary)
        await desk.see("可问：")
        await desk.see("Ctrl+S 保存  Ctrl+F 跳转")


async def test_the_form_begins_on_the_line_of_the_officers_last_call(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(channel="mobile"))
    async with sitting(tmp_path / "desk") as at_desk:
        await at_desk.press("f2")
        form = at_desk.app.desk_screen.form
        assert form.fields.values["line"].startswith("mobile ") and not form.typed().is_dirty


@pytest.mark.whole
async def test_only_a_call_is_timed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.see("已通话 00:00")
        await desk.press("ctrl+f", "3")
        await desk.until(lambda: "已通话" not in desk.seen)
        await desk.press("ctrl+f", "2")
        await desk.see("已通话 00:00")


def beyond_choosing(desk: Sitting) -> tuple[str, str]:
    """What stands in the summary, and the field with the focus."""
    return desk.app.desk_screen.form.fields.values["summary"], desk.app.focused.parent.field


async def set_aside(desk: Sitting) -> None:
    """What is in the form, which is blank then."""
    await desk.press("f8")
    await desk.until(lambda: not desk.app.desk_screen.form.typed().is_dirty, "a blank form")


@pytest.mark.whole
@pytest.mark.parametrize(
    "text", ["某局长收礼，共 3 次", "z 县", "2009年起收礼，1.5万元", "\u3000甲\u200d"]
)
async def test_what_is_typed_where_one_chooses_goes_into_the_summary_whole_and_in_order(
    tmp_path: Path, text: str
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        before = desk.app.desk_screen.form.fields.values
        for field in ("line", "subjects.group", "disciplines", "reporter.verified"):
            await desk.go_to(field)
            await desk.send(*text)
            assert beyond_choosing(desk) == (text.lstrip("\u3000"), "summary"), field
            values = desk.app.desk_screen.form.fields.values
            if not text.startswith("\u3000"):  # the space bar chooses what is pointed at
                assert values | {"summary": ""} == before, field
            await set_aside(desk)


async def test_a_digit_chooses_though_a_story_follows_it_and_what_is_pasted_is_the_story(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.go_to("subjects.group")
        await desk.send("1", *"某乡")
        desk.app.screen.set_focus(
            desk.app.desk_screen.form.fields.subjects.subjects[0].rows["group"].control
        )
        desk.app.post_message(Paste("3\n"))
        desk.app.post_message(Paste("2015年，\r\n收礼"))
        await desk.send("。")
        assert beyond_choosing(desk) == ("某乡2015年，\n收礼。", "summary")
        assert desk.app.desk_screen.form.fields.values["subjects"][0]["group"] == "key_post"


@pytest.mark.whole
async def test_a_number_that_begins_a_story_is_no_choice_unless_one_paused_before_it(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        for typed, group, summary in (
            ("1某乡", "leadership", "某乡"),
            ("1 3县", "key_post", "县"),
            ("13县", "", "13县"),
            ("3月", "", "3月"),
            ("3万元", "", "3万元"),
            ("2套房", "", "2套房"),
            ("12月", "", "12月"),
            ("1 2月", "leadership", "2月"),
            ("13月", "leadership", "3月"),
            ("312月", "key_post", "12月"),
            ("131日", "leadership", "31日"),
            ("132日", "key_post", "2日"),
            ("131号", "leadership", "31号"),
            ("132号", "key_post", "2号"),
            ("124点", "leadership", "24点"),
            ("135点", "key_post", "5点"),
            ("325点", "next_level_head", "5点"),
            ("124时", "leadership", "24时"),
            ("135时", "key_post", "5时"),
            ("325时", "next_level_head", "5时"),
            ("1 2016年", "leadership", "2016年"),
            ("12016年", "", "12016年"),
            ("1    时任局长", "leadership", "时任局长"),
        ):
            await desk.go_to("subjects.group")
            moment = 0.0
            for character in typed:
                event = key_event(character)
                moment = event.time = moment + (1 if character == " " else 0.1)
                if character != " ":
                    desk.app.post_message(event)
            await all_dealt_with(desk.app)
            values = desk.app.desk_screen.form.fields.values
            assert (values["subjects"][0]["group"], values["summary"]) == (group, summary), typed
            await set_aside(desk)


@pytest.mark.whole
async def test_a_digit_before_what_is_counted_or_measured_is_part_of_the_story(
    tmp_path: Path,
) -> None:
    counted = (
        "06789.,、:)-~/%年月日号点时周岁万亿千百余多几元次名个位件份条套辆栋间笔亩吨倍至：）～％"
    )
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        moment = 0.0
        for character in counted:
            await desk.go_to("subjects.group")
            for typed in ("3", character):
                event = key_event(typed)
                moment = event.time = moment + 0.1
                desk.app.post_message(event)
            moment += 10
            await all_dealt_with(desk.app)
        values = desk.app.desk_screen.form.fields.values
        assert values["summary"] == "".join(f"3{character}" for character in counted)
        assert values["subjects"][0]["group"] == ""


async def test_of_several_chosen_one_after_another_none_is_taken_for_a_number(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.go_to("disciplines")
        await desk.send(*"13某乡")
        assert len(desk.app.desk_screen.form.fields.values["disciplines"]) == 2
        await desk.go_to("disciplines")
        await desk.send(*"12月")
        assert len(desk.app.desk_screen.form.fields.values["disciplines"]) == 2
        assert beyond_choosing(desk) == ("某乡12月", "summary")


async def test_what_is_typed_on_the_button_goes_into_the_summary(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        desk.app.desk_screen.form.query_one(Button).focus()
        await desk.send(*"又及")
        desk.app.desk_screen.form.query_one(Button).focus()
        desk.app.post_message(Paste("另附"))
        await desk.send("。")
        assert beyond_choosing(desk) == ("又及另附。", "summary")
