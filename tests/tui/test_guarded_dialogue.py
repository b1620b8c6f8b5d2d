"""The dialogue where something is to be guarded: at a sealed desk, over SSH, against a slip of the keys."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import termios
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store.text import _
from store.tips.disposition import REGISTERED
from store.tips.revision import StaleRevision
from tests.builders import REFERRAL, StillClock, at
from tests.store.desks import tip_of
from tests.store.sealed import DUTY, KEY, LEAD, PROTECTED, WORDS, planted, sealed_desk
from tests.store.test_recipients import appended, forge
from tests.store.test_sealed import lose_power
from tests.tui.dialogue import answers, dialogue, standing_in
from tests.tui.sitting import a_desk
from tui.entering.register_entry import REMOTE
from tui.entering.tip_entry import TipEntry
from tui.linear.desk_talk import DeskTalk
from tui.linear.disposing_talk import DisposingTalk
from tui.linear.entry_talk import EntryTalk
from tui.linear.lines import LONGEST_LINE_BYTES, Ended, Lines
from tui.linear.merging import settle
from tui.linear.steps import MORE
from tui.linear.talk import Back, Talk
from tui.terminal.settings import DEFAULTS
from tui.words.unlocking import told_on_unlocking

PHOTO = b"a photograph"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A sealed desk with a tip of an officer, and a photograph with it."""
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
        desk.enclosures.add("1", "photographs", file=io.BytesIO(PHOTO))
    return tmp_path / "desk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with two tips of one matter."""
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        desk.record(tip_of(REFERRAL))
        desk.acts.link("2", "1")
    return tmp_path / "desk"


# At a sealed desk


def test_a_lead_with_the_key_is_told_what_went_backwards_and_sees_what_was_sealed(
    sealed: Path,
) -> None:
    older = {path: path.read_bytes() for path in sealed.iterdir() if path.is_file()}
    said = dialogue(sealed, "查看", "1", "0", "解封", KEY, "查看", "1", "显示", "0", officer=LEAD)
    before, _asked, after = said.partition("已解封")
    assert not [word for word in WORDS if word in before] and "欧阳密言" in after
    assert "曾被" not in said
    for path, content in older.items():
        path.write_bytes(content)
    assert "曾被截短" in dialogue(sealed, "解封", KEY, officer=LEAD)


def test_that_no_repeats_are_noticed_since_the_power_went_is_said_once_in_each_entry(
    sealed: Path,
) -> None:
    about = answers({"subjects.unit": "某局", "subjects.person": "某某"}, before=MORE)
    told = []
    for _time in range(2):
        told.append(dialogue(sealed, "登记", *about, "丢弃", "1", officer=DUTY))
        lose_power(sealed)
    assert [said.count("尚未解封，暂不提示重复件") for said in told] == [0, 1]
    nobody = answers({}, before="subjects.group")
    assert "重复件" not in dialogue(sealed, "登记", *nobody, "丢弃", "1", officer=DUTY)


def test_whoever_unlocks_is_told_to_whom_is_sealed_how_the_journal_ends_and_what_is_wrong(
    sealed: Path,
) -> None:
    with a_desk(sealed, officer=LEAD) as desk:
        forge(desk.place, appended)
    with a_desk(sealed, officer=LEAD) as desk:
        (alarm,) = desk.access.alarms()
    said = dialogue(sealed, "解封", "<", "解封", KEY, "0", officer=LEAD).splitlines()
    with a_desk(sealed, officer=LEAD) as desk:
        keys, anchor = told_on_unlocking(desk)
    said = [line for line in said if "15 解封" not in line]
    asked = ["请粘贴私钥，即 AGE-SECRET-KEY-1 开头的一行。", keys, "私钥："]
    at = said.index(asked[0])
    assert said[at : at + 3] == asked and "没有读到私钥" in said[at + 3], (
        "what leads back is a wrong key"
    )
    assert said[at + 4 :] == [
        *("请选：", *asked, "已解封；每次查看都有记录。", keys, anchor, alarm, "请选："),
    ]


def test_the_key_is_asked_of_whoever_may_have_it_alone(sealed: Path) -> None:
    said = dialogue(sealed, "解封", "导入", officer=DUTY)
    assert "私钥" not in said and "文件或目录" not in said and said.count("由组长办理") == 2


def test_who_lacks_a_right_or_may_not_read_a_tip_is_told_before_anything_is_asked(
    sealed: Path,
) -> None:
    said = dialogue(sealed, "处理", "查看", "1", "处理", "告知", "承办", "转办副本", officer=DUTY)
    assert said.count("处理举报由组长办理。") == 4 and "处理方式" not in said
    others = ("查看", "1", "加记", "回电约谈", "附件", "取出", "去掉")
    said = dialogue(sealed, *others, officer="王芳")
    assert said.count("本件是他人登记的，由组长查看。") == 4
    assert not any(asked in said for asked in ("种类", "时间（", "存到哪个目录", "去掉第"))
    said = dialogue(sealed, "登记", "交接班", "交班", officer="统计")
    assert "统计员只看统计数字，不登记举报。" in said and "来源" not in said


def test_a_passphrase_is_asked_for_where_the_key_is_at_hand_and_the_key_itself_does_too(
    sealed: Path,
) -> None:
    said = dialogue(sealed, "解封", "", "解封", KEY, officer=LEAD, key_file=PROTECTED)
    assert said.index("请输入密钥口令。") < said.index("已解封")


def test_what_is_taken_out_is_said_to_be_sealed_no_more(sealed: Path, tmp_path: Path) -> None:
    taken = ("查看", "1", "附件", "取出", str(tmp_path))
    assert "取出的文件不再密封" in dialogue(sealed, *taken, officer=DUTY)
    (file,) = tmp_path.glob("2016-0001*")
    assert file.read_bytes() == PHOTO


def test_who_amends_what_is_sealed_has_all_of_it_before_them_and_that_is_on_record(
    sealed: Path,
) -> None:
    amended = ("查看", "1", "修改", "通读", "<")
    said = dialogue(sealed, *amended, officer=DUTY)
    assert [word for word in WORDS if word not in said] == []
    with a_desk(sealed, officer=LEAD) as desk:
        assert ("open", DUTY) in [(one.what, one.by) for one in desk.access.audit()]


def test_what_is_sealed_of_an_enclosure_stays_where_the_rest_of_it_is_corrected(
    sealed: Path,
) -> None:
    with a_desk(sealed, officer=DUTY) as desk:
        desk.enclosures.correct("1", 1, name="来信.pdf", kept_at="密柜", file_number="密档 1")
    said = dialogue(sealed, "查看", "1", "附件", "更正", "2", "3", *[""] * 6, officer=DUTY)
    assert "存放处（回车为 密柜）：" in said
    with a_desk(sealed, officer=DUTY) as desk:
        (found,) = desk.access.open_tip("1").enclosures
    assert (found.pages, found.name, found.kept_at, found.file_number) == (
        *(3, "来信.pdf"),
        *("密柜", "密档 1"),
    )


def test_where_nobody_answers_for_long_the_desk_is_locked_again(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = []
    monkeypatch.setattr(Lines, "when_idle", lambda _lines, *given: patience.append(given))
    with a_desk(sealed, officer=LEAD) as desk, standing_in("") as said:
        DeskTalk(desk, Lines(), None)
        ((seconds, when_idle),) = patience
        assert seconds == 60 * DEFAULTS.idle_minutes
        desk.access.unlock(KEY)
        when_idle()
        assert not desk.access.is_unlocked and "已重新密封" in said.getvalue()


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> str:
    """Before an answer: that nobody typed for long before it was given."""
    told: list[Callable[[], None]] = []
    monkeypatch.setattr(Lines, "when_idle", lambda _lines, _seconds, act: told.append(act))
    read, mark = Lines.read, "久|"

    def read_late(lines: Lines) -> str:
        answer = read(lines)
        if answer.startswith(mark):
            told[-1]()
        return answer.removeprefix(mark)

    monkeypatch.setattr(Lines, "read", read_late)
    return mark


@pytest.mark.parametrize(
    ("answers", "is_kept"),
    [
        (("改一项", "3", "?"), False),
        (("改一项", "3", "改后的人"), True),
        (("改一项", "3", ""), False),
        (("改一项", "3", "保存"), False),
        (("改一项", "主要内容", "补充一句", "?"), True),
        (("通读",), False),
        (("保存",), False),
    ],
)
def test_what_an_amended_tip_says_is_told_no_more_once_nobody_typed_for_long(
    sealed: Path, away: str, answers: tuple[str, ...], is_kept: bool
) -> None:
    *before, last = answers
    amended = ("解封", KEY, "查看", "1", "修改", *before, f"{away}{last}", "修改")
    said = dialogue(sealed, *amended, officer=LEAD)
    _open, _locked, after = said.partition("已重新密封")
    assert [word for word in WORDS if word in after] == []
    assert ("2016-0001：不再显示；所填内容已留作草稿" in after) is is_kept
    assert "不再显示" in after and "请由持有密钥的组长解封" in after
    with a_desk(sealed, officer=LEAD) as desk:
        assert desk.tip("1").revision == 2
        desk.access.unlock(KEY)
        kept = [draft.values["values"] for draft in desk.drafts.all()]
        assert len(kept) == is_kept and (not is_kept or answers[2] in str(kept[0]))


def test_nothing_is_saved_of_an_amended_tip_once_nobody_typed_for_long(
    sealed: Path, away: str
) -> None:
    names = ("职务", "被反映单位", "被反映人")
    emptied = [answer for name in names for answer in ("改一项", name, "-")]
    emptied += ["保存", f"{away}某局"]
    said = dialogue(sealed, "解封", KEY, "查看", "1", "修改", *emptied, officer=LEAD)
    assert "所填内容已留作草稿" in said and "已保存" not in said
    with a_desk(sealed, officer=LEAD) as desk:
        desk.access.unlock(KEY)
        assert desk.tip("1").revision == 2
        (draft,) = desk.drafts.all()
        (subject,) = draft.values["values"]["subjects"]
        assert subject["unit"] == "某局"


def test_why_it_may_not_go_where_one_says_is_told_no_more_once_nobody_typed_for_long(
    sealed: Path, away: str
) -> None:
    with a_desk(sealed, officer=DUTY) as desk:
        (subject,) = planted().subjects
        tip = replace(planted(), subjects=(replace(subject, group="out_of_scope"),))
        desk.record(replace(tip, referred_to="某厅"))
    amended = ("解封", KEY, "查看", "2", "修改", "改一项", "转办单位")
    for late in ("", away):
        said = dialogue(sealed, *amended, f"{late}{subject.person}处", officer=LEAD)
        assert ("不能送交" in said) is (not late)


def test_what_others_made_of_it_is_told_no_more_either(sealed: Path) -> None:
    with a_desk(sealed, officer=LEAD) as desk, standing_in("2\n2\n") as said:
        desk.access.unlock(KEY)
        tip = desk.access.open_tip("1")
        entry = TipEntry(desk, tip)
        desk.amend(replace(tip, summary="另有其事", visit_place="他处"))
        talk = Talk(Lines())

        def check() -> None:
            if "1 用他人的" in said.getvalue():
                raise Back

        with pytest.raises(StaleRevision) as stale, entry.saving() as saving:
            saving.store()
        with pytest.raises(Back), talk.as_long_as(check):
            settle(talk, entry, stale.value)
        assert said.getvalue().count("他人改为") == 1


def test_at_an_open_desk_a_tip_is_amended_however_long_nobody_typed(
    folder: Path, away: str
) -> None:
    amended = ("改一项", "主要内容", "-", f"{away}通读", "搁置")
    said = dialogue(folder, "查看", "1", "修改", *amended)
    assert "不再显示" not in said and "已留作草稿" in said


def test_who_enters_a_new_tip_goes_on_however_long_nobody_typed(sealed: Path, away: str) -> None:
    begun = answers({"subjects.unit": "某局"}, before="subjects.person")
    said = dialogue(sealed, "登记", f"{away}{begun[0]}", *begun[1:], "搁置", officer=LEAD)
    assert "已留作草稿" in said


def test_what_was_reported_up_already_is_told_where_it_is_noted_again(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.acts.pass_through("post", "组长")
    said = dialogue(folder, "查看", "3", "告知", "专人", "告知", "机要")
    assert said.count("已记：专人，") == 1


def test_what_stood_in_an_enclosure_is_no_answer_to_be_read_once_nobody_typed_for_long(
    sealed: Path, away: str
) -> None:
    with a_desk(sealed, officer=DUTY) as desk:
        desk.enclosures.correct("1", 1, name="来信.pdf", kept_at="密柜", file_number="密档 1")
    corrected = ("查看", "1", "附件", "更正", "2", f"{away}3", *[""] * 5)
    said = dialogue(sealed, *corrected, officer=DUTY)
    assert "存放处（回车不改）：" in said and "密柜" not in said
    with a_desk(sealed, officer=DUTY) as desk:
        (found,) = desk.access.open_tip("1").enclosures
    assert (found.pages, found.kept_at, found.file_number) == (3, "密柜", "密档 1")


def test_who_notes_again_how_a_reporter_was_told_is_told_what_that_replaces(sealed: Path) -> None:
    noted = ("解封", KEY, "查看", "1", "告知", "电话告知")
    assert "再记即代替" not in dialogue(sealed, *noted, officer=LEAD)
    said = dialogue(sealed, *noted, officer=LEAD)
    assert f"{LEAD} 2016-10-01 16:59 办理。再记即代替，首次办理的人和时间不变，" in said
    assert "电话告知" not in said


def test_who_names_the_inspectors_is_told_who_may_see_it_while_the_call_goes_on(
    folder: Path,
) -> None:
    about = {"subjects.unit": "省委巡视第一组", "subjects.group": "5"}
    said = dialogue(folder, "登记", *answers(about, before=MORE), "搁置")
    assert said.index("反映巡视干部的举报只由组长查看。") < said.index("还有被反映人吗")


# Over SSH


@pytest.mark.parametrize("is_remote", [False, True])
@pytest.mark.parametrize("way", [("查看", "1"), ("查找", "", "1"), ("待办", "1")])
def test_over_ssh_no_file_of_the_desks_machine_is_asked_for(
    folder: Path, way: tuple[str, ...], is_remote: bool
) -> None:
    facts = ("新增", "1", *[""] * 6)
    said = dialogue(folder, *way, "附件", *facts, is_remote=is_remote)
    for of_files in ("文件的路径", "取出"):
        assert (of_files in said) is not is_remote
    assert "附件 1 项" in said or not is_remote


@pytest.mark.parametrize("is_remote", [False, True])
def test_over_ssh_no_register_is_taken_in_from_the_desks_machine(
    folder: Path, is_remote: bool
) -> None:
    said = dialogue(folder, "导入", "/无此文件", "0", is_remote=is_remote)
    assert ("文件或目录：" in said) is not is_remote
    assert (_(REMOTE) in said) is is_remote


# A slip of the keys


def test_what_cannot_be_brought_back_is_done_to_whoever_says_yes_alone(folder: Path) -> None:
    said = dialogue(folder, "查看", "2", "关联", "", "", "0", "交接班", "接班", "交班", "", "")
    assert "不再与其他举报关联" not in said and "已交班" not in said
    begun = answers({"subjects.unit": "某县国土局"}, before="subjects.person")
    assert "已丢弃" not in dialogue(folder, "登记", *begun, "丢弃", "", "搁置")
    with a_desk(folder) as desk:
        assert desk.tip("2").matter == "2016-0001" and desk.shifts.is_on()
        (draft,) = desk.drafts.all()
        assert draft.values["values"]["subjects"] == [{"unit": "某县国土局"}]
    assert "不再与其他举报关联" in dialogue(folder, "查看", "2", "关联", "", "1")


def test_what_was_passed_through_has_nothing_to_be_amended(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.acts.pass_through("post", "组长")
    assert "径送件没有登记内容" in dialogue(folder, "查看", "3", "修改", "0")


def test_a_tip_that_someone_else_changed_meanwhile_is_not_disposed_of_unseen(folder: Path) -> None:
    with a_desk(folder) as desk:
        seen = [desk.tip("1"), desk.tip("2")]
        desk.follow_ups.assign({"2016-0002": seen[1].revision}, "王芳")
        with standing_in("转办\n\n\n\n\n") as said, pytest.raises(StaleRevision):
            DisposingTalk(Talk(Lines()), desk, seen[1:]).run()
        assert "送交何处（回车为 区环境保护局）" in said.getvalue()
        with standing_in("已呈组长\n第二组\n\n\n\n"), pytest.raises(StaleRevision):
            DisposingTalk(Talk(Lines()), desk, seen).run()
        assert {tip.status for tip in desk.tips()} == {REGISTERED}


def test_nobody_is_said_to_amend_a_tip_that_was_left(folder: Path) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other, standing_in("搁置\n"):
        EntryTalk(Talk(Lines()), TipEntry(desk, desk.tip("1"))).run()
        (present,) = other.presence.others()
        assert (present.number, present.is_editing) == ("", False)


@pytest.mark.parametrize("settings", ["bell = true", "reminders = false"])
def test_it_reminds_as_it_is_set_and_rings_no_bell_in_a_pipe(
    folder: Path, settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "settings.toml").write_text(settings)
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(file))
    clock = StillClock(at("2016-10-01T17:10:00"))
    said = dialogue(folder, "0", clock=clock)
    assert ("还有 20 分钟" in said) is (settings == "bell = true")
    assert "\a" not in said


# At a terminal, or another program


def test_what_another_program_writes_is_a_line_however_long() -> None:
    with standing_in(f"{'字' * 2000}\n") as said:
        assert Lines().read() == "字" * 2000
        assert said.getvalue() == "\n"


def test_where_nothing_can_be_said_any_more_the_dialogue_is_over_as_if_the_line_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Path("/dev/full").open("w") as full, standing_in(""):
        lines = Lines()
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(Ended) as ended:
            lines.write("甲")
        assert ended.value.number == signal.SIGHUP
        lines.write("what is said now goes nowhere")


def test_for_how_long_nothing_was_typed_is_counted_in_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[float | None] = []

    class Poll:
        """As the system's, which does not wait."""

        def __init__(self) -> None:
            self._poll = poll()
            self.register = self._poll.register

        def poll(self, patience_ms: float | None = None) -> list[tuple[int, int]]:
            asked.append(patience_ms)
            return self._poll.poll(0)

    poll = select.poll
    monkeypatch.setattr(select, "poll", Poll)
    with standing_in("甲\n"):
        lines = Lines()
        lines.when_idle(600, lambda: None)
        assert lines.read() == "甲"
    assert {*asked} == {600_000}


def test_that_nothing_was_typed_for_long_is_heeded_before_anything_more_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[str] = []

    class Poll:
        """As the system's, where nothing comes before one waits for it as long as it takes."""

        def __init__(self) -> None:
            self._poll = poll()
            self.register = self._poll.register

        def poll(self, patience_ms: float | None = None) -> list[tuple[int, int]]:
            happened.append("waits for a while" if patience_ms else "waits")
            return [] if patience_ms else self._poll.poll(0)

    poll = select.poll
    monkeypatch.setattr(select, "poll", Poll)
    with standing_in("甲\n"):
        lines = Lines()
        lines.when_idle(600, lambda: happened.append("locks"))
        assert lines.read() == "甲"
    assert happened == ["waits for a while", "locks", "waits"]


def test_a_terminal_and_what_ends_a_program_are_as_they_were_once_the_dialogue_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typist, desk = os.openpty()
    with os.fdopen(desk) as stdin, os.fdopen(typist):

        def found() -> list[object]:
            handlers = map(signal.getsignal, (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP))
            return [termios.tcgetattr(stdin), *handlers]

        monkeypatch.setattr(sys, "stdin", stdin)
        before, lines = found(), Lines()
        with lines.open():
            assert [one == was for one, was in zip(found(), before, strict=True)] == [False] * 4
            assert termios.tcgetattr(stdin)[6][termios.VSUSP] == b"\0", "nothing is suspended"
        assert found() == before


def test_a_line_is_told_where_the_terminal_cut_it_and_what_was_hidden_ends_with_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typist, desk = os.openpty()
    said = io.StringIO()
    with os.fdopen(desk) as stdin, os.fdopen(typist, "wb", buffering=0) as keys:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stdout", said)
        lines = Lines()
        keys.write(f"{'字' * 2000}\n口令\n".encode())
        assert lines.read() == "字" * (LONGEST_LINE_BYTES // len("字".encode()))
        assert "这一行太长，只收到“…字字字" in said.getvalue()
        assert lines.read_hidden("口令：") == "口令"
        assert termios.tcgetattr(stdin)[3] & termios.ECHO
        # A character that was cut in two is none.
        keys.write(f"a{'字' * 2000}\n".encode())
        assert lines.read() == "a" + "字" * 1364
