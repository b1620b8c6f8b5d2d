"""The first start: from an empty folder to a notice, with the keyboard alone."""

import signal
from pathlib import Path

import pytest
from pendulum import DateTime
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from store.notice.reading import example_text, parse_notice
from store.secret.keys import identity_in, key_in, read_key_file
from store.text import use_language
from tests.builders import DURING, at, notice_text, read_notice
from tests.store.sealed import FIRST, PASSPHRASE
from tests.store.test_notice import NOTICES
from tests.tui.sitting import all_dealt_with, key_event
from tui.apps.first_start import SetupApp
from tui.notice_form.founding import Founding
from tui.screens.notice_file_screen import NoticeFileScreen
from tui.screens.notice_screen import NoticeScreen
from tui.widgets.field_row import FieldRow
from tui.widgets.notice_controls import DaysChoice
from tui.widgets.notice_preview import NoticePreview
from tui.widgets.open_calendar import OpenCalendar
from tui.widgets.repeated_rows import RepeatedRow
from tui.widgets.section_rows import SectionRows
from tui.widgets.sheet import Sheet

pytestmark = pytest.mark.whole

SIZES = [(80, 24), (120, 40)]


def setting_up(folder: Path, now: DateTime = DURING) -> SetupApp:
    """The first start where `folder` has no desk yet."""
    return SetupApp(Founding(folder, lambda: now))


@pytest.fixture
def app(tmp_path: Path) -> SetupApp:
    return setting_up(tmp_path / "desk")


def said(app: SetupApp, selector: str) -> str:
    """What a piece of text on the screen says."""
    return str(app.screen.query_one(selector, Static).content)


def row(app: SetupApp, path: str) -> FieldRow:
    """A field of the form."""
    assert isinstance(app.screen, NoticeScreen)
    found = app.screen.form.row_at(path)
    assert found is not None
    return found


async def type_in(pilot: Pilot[str], *keys: str) -> None:
    """Presses digits and the keys named in <>; longer texts come at once, as an input method gives them."""
    for key in keys:
        is_key = key.startswith("<") or len(key) == 1
        pilot.app.post_message(key_event(key.strip("<>")) if is_key else events.Paste(key))
    assert isinstance(pilot.app, SetupApp)
    await all_dealt_with(pilot.app)
    await pilot.pause()
    while getattr(pilot.app.screen, "_is_checking", False):
        await pilot.pause(0.01)


def all_shown(app: SetupApp) -> bool:
    """Whether nothing on the screen is wider than the screen."""
    return all(w.region.right <= app.size.width for w in app.screen.walk_children() if w.region)


async def test_every_day_or_the_working_days_stand_alone_and_give_way_to_a_day_of_the_week(
    app: SetupApp,
) -> None:
    async with app.run_test():
        await app.screen.mount(days := DaysChoice())
        found = [(days.take(key), days.content)[1] for key in "13421"]
    assert found == [["every day"], ["mon"], ["mon", "tue"], ["working days"], ["every day"]]


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_takes_the_shipped_notice(app: SetupApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        assert "第 12 天" in said(app, "NoticePreview") and "共 30 天" in said(app, "NoticePreview")
        assert app.founding.place.name in said(app, ".said").replace("\n", "")
        assert all_shown(app)
        await pilot.press("1")
    assert app.return_value == example_text()


async def test_the_mouse_and_the_arrow_keys_choose_too(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("OptionList", offset=(4, 1))
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("escape", "up", "enter")
    assert app.return_value == example_text()


@pytest.mark.parametrize("size", SIZES)
async def test_a_notice_is_typed_with_faults_shown_and_mended(
    app: SetupApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await type_in(pilot, "2", "区委巡察组", "<enter>", "<enter>")
        assert row(app, "unit").fault == "请填写。"
        await type_in(pilot, "<up>", "某街道", "<enter>", "2016-09-2x", "<enter>")
        assert "2016-10-01" in row(app, "period.first_day").fault
        await type_in(pilot, "<up>", "<end>", "<backspace>", "0", "<enter>")
        assert not row(app, "period.first_day").fault
        await type_in(pilot, "2016-09-01")
        assert "首日" in row(app, "period.last_day").fault
        await type_in(pilot, "<ctrl+s>")
        assert app.is_running and app.focused is row(app, "period.last_day").control
        await type_in(pilot, "<ctrl+u>", "2016-10-10", "<enter>", "<enter>")
        await type_in(pilot, "2", "<enter>", "8:30-12:00，14:30-18:00", "<enter>")
        await type_in(pilot, "2", "<enter>", "13800000000")
        await until_said(app, pilot, "NoticePreview", "共 21 天")
        preview = said(app, "NoticePreview")
        assert "共 21 天" in preview and "今日受理" not in preview and "节假日" in preview
        assert all_shown(app)
        await pilot.press("ctrl+s")
    assert app.return_value
    notice = parse_notice(app.return_value)
    assert (notice.team, notice.unit, notice.channels) == ("区委巡察组", "某街道", ("mobile",))
    assert [str(window.start) for window in notice.hours] == ["08:30:00", "14:30:00"]


async def type_hours(pilot: Pilot[str]) -> None:
    """Team, unit, a month and the morning of each working day; no line to reach the team yet."""
    await type_in(pilot, "2", "组", "<enter>", "局", "<enter>", "2016-09-20", "<enter>")
    await type_in(pilot, "2016-10-19", "<enter>", "<enter>", "2", "<enter>")
    await type_in(pilot, "8:30-12:00")


def calendar_of(app: SetupApp) -> str:
    """What the calendar on the screen says."""
    sheet = app.screen.query_one(OpenCalendar)
    return "\n".join("".join(text for text, _role in line) for line in sheet.lines(42))


async def test_the_calendar_follows_what_is_typed_before_the_notice_is_complete(
    app: SetupApp,
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        assert "填好首日和受理时间" in calendar_of(app)
        await pilot.press("escape")
        await type_hours(pilot)
        assert app.screen.query_one(OpenCalendar).is_on_screen
        said = calendar_of(app)
        assert "30 天中受理 19 天" in said and " 3×  4×  5×  6×  7×  8●  9●" in said
        assert "10月1日至7日（国庆节）不受理" in said and "10月8日至9日调休上班" in said
        await type_in(pilot, "<backspace>", "<backspace>", "<backspace>")
        assert calendar_of(app).startswith("日期或时间尚待改正") and "19 天" in calendar_of(app)
        await type_in(pilot, ":30")
        assert "● 8:30至12:30" in calendar_of(app)
        await type_in(pilot, "<f6>", "2", "<enter>", "14:00")
        assert "● 8:30至12:30" in calendar_of(app)
        await type_in(pilot, "-18:00")
        assert "● 8:30至12:30、14:00至18:00" in calendar_of(app)
        assert all_shown(app)


async def test_where_there_is_no_room_a_key_shows_the_calendar(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await type_hours(pilot)
        assert not app.screen.query_one(OpenCalendar).is_on_screen
        await type_in(pilot, "<enter>", "<enter>", "1")
        assert "30 天中受理 19 天，按 F8" in said(app, "NoticePreview")
        await pilot.press("f8")
        assert "国庆节" in calendar_of(app) and app.screen.query_one(OpenCalendar).is_on_screen
        assert all_shown(app)
        await pilot.press("escape")
        assert row(app, "lines[0].value").value == "1"


async def test_a_row_with_content_is_taken_away_only_when_asked_twice(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        row(app, "lines[0].value").control.focus()
        await type_in(pilot, "1", "<f6>", "2", "<enter>", "2")
        assert row(app, "lines[1].value").value == "2"
        for more in ("", "3"):
            await type_in(pilot, *more, "<f7>")
            assert row(app, "lines[1].value").value == f"2{more}", "more was typed since it asked"
            assert "F7" in said(app, ".problem")
        await type_in(pilot, "<f7>")
        assert (
            isinstance(app.screen, NoticeScreen)
            and app.screen.form.row_at("lines[1].value") is None
        )
        assert row(app, "lines[0].value").value == "1"


async def test_what_was_asked_of_a_row_is_asked_no_more_once_one_went_elsewhere(
    app: SetupApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        row(app, "lines[0].value").control.focus()
        await type_in(pilot, "1", "<f6>", "2", "<enter>", "2", "<tab>", "<up>", "<f7>")
        assert "F7" in said(app, ".problem")
        await type_in(pilot, "<up>")
        assert "F7" not in said(app, ".problem")
        await type_in(pilot, "<down>", "<f7>")
        assert row(app, "lines[1].value").value == "2"
        assert "F7" in said(app, ".problem")
        await type_in(pilot, "<f7>")
        assert isinstance(app.screen, NoticeScreen)
        assert app.screen.form.row_at("lines[1].value") is None


async def test_what_was_asked_of_one_row_takes_no_other_away(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        row(app, "lines[0].value").control.focus()
        await type_in(pilot, "1", "<f6>", "2", "<enter>", "2", "<f7>")
        assert "F7" in said(app, ".problem")
        first = row(app, "lines[0].value").parent
        assert isinstance(first, RepeatedRow)
        first.head.scroll_visible(animate=False, immediate=True)
        await pilot.pause()
        await pilot.click(first.head)
        assert row(app, "lines[1].value").value == "2"
        assert row(app, "lines[0].value").value == "1", "of which nothing was asked"
        await pilot.click(first.head)
        assert row(app, "lines[0].value").value == "2"


async def test_a_click_below_the_rows_of_a_section_adds_one(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await type_in(pilot)
        section = row(app, "lines[0].value").parent.parent
        assert isinstance(section, SectionRows) and len(section.entries) == 1
        section.more.scroll_visible(animate=False, immediate=True)
        await pilot.pause()
        await pilot.click(section.more)
        await pilot.pause()
        assert len(section.entries) == 2
        assert section.with_focus() is section.entries[1]


@pytest.mark.parametrize("waits", [False, True])
async def test_where_the_form_is_scrolled_to_is_the_same_however_fast_it_is_asked_for(
    app: SetupApp, waits: bool
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "2")
        assert isinstance(app.screen, NoticeScreen)
        form, days = app.screen.form, row(app, "hours[0].days")
        await pilot.pause()
        # As going to a field has it, and as its fault that is shown has it then.
        app.screen.scroll_to_center(days.control)
        if waits:
            await pilot.pause()
        days.control.scroll_visible()
        await pilot.pause()
        middle = form.region.y + form.region.height // 2
        assert abs(days.control.region.y - middle) <= 1


async def test_a_resize_and_leaving_the_form_keep_what_was_typed(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "2", "区委巡察组")
        await pilot.resize_terminal(120, 40)
        await pilot.resize_terminal(60, 15)
        await type_in(pilot, "二", "<escape>", "2")
        assert row(app, "team").value == "区委巡察组二"


async def test_leaving_gives_no_notice_and_asks_first_once_one_was_typed(app: SetupApp) -> None:
    async with app.run_test() as pilot:
        await type_in(pilot, "2", "区", "<ctrl+q>")
        assert app.is_running
        await type_in(pilot, "委", "<ctrl+q>")
        assert app.is_running, "more was typed since"
        app.founding.keep_typed()
        await pilot.press("ctrl+q")
    assert app.return_value is None
    assert not Founding(Path(app.founding.place.name), lambda: DURING).typed


async def test_what_is_typed_when_the_line_drops_is_left_for_the_next_start(app: SetupApp) -> None:
    async with app.run_test() as pilot:
        await type_in(pilot, "2", "区委巡察组")
        # That the notice is checked comes after this.
        row(app, "team").value = "区委巡察组二"
        app.end(signal.SIGHUP)
    assert app.return_code == 129
    again = Founding(Path(app.founding.place.name), lambda: DURING)
    assert again.own_notice().values["team"] == "区委巡察组二"
    again.forget_typed()


async def test_leaving_at_once_gives_no_notice(app: SetupApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
    assert app.return_value is None


@pytest.mark.parametrize("path", sorted(NOTICES.glob("*.toml")), ids=lambda path: path.stem)
async def test_the_notices_of_other_teams_are_opened_by_their_path(
    app: SetupApp, path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "3", str(path), "<enter>")
        assert row(app, "team").value == read_notice(path).team
        assert not [r.fault for r in app.screen.query(FieldRow) if r.fault]
        await pilot.press("ctrl+s")
    assert app.return_value == path.read_text()


async def test_enter_waits_for_the_path_that_is_still_on_its_way_to_the_field(
    app: SetupApp, tmp_path: Path
) -> None:
    path = tmp_path / "gonggao.toml"
    path.write_text(example_text())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        assert app.focused and isinstance(app.screen, NoticeFileScreen)
        app.post_message(events.Paste(str(path)))
        app.post_message(events.Key("enter", "\r"))
        await all_dealt_with(app)
        assert isinstance(app.screen, NoticeScreen)


async def test_a_file_with_faults_is_mended_in_the_form(app: SetupApp, tmp_path: Path) -> None:
    path = tmp_path / "公告.toml"
    path.write_text(notice_text(unit='unit = ""', timezone='timezone = "Asia/Shanghai"\nodd = 1'))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        app.screen.query_one("TextField").value = f"'{path}'"
        await type_in(pilot, "<enter>", "<ctrl+s>")
        assert app.focused is row(app, "unit").control
        await type_in(pilot, "某局", "<ctrl+s>")
    assert app.return_value and "odd = 1" in app.return_value
    assert parse_notice(app.return_value).unit == "某局"


async def test_a_fault_in_a_later_row_of_a_file_stands_beside_it(
    app: SetupApp, tmp_path: Path
) -> None:
    path = tmp_path / "公告.toml"
    days = "[[closed]]\nday = 2016-10-05\n[[closed]]\nday = '?'\n"
    path.write_text(f"{notice_text()}{days}", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        app.screen.query_one("TextField").value = str(path)
        await type_in(pilot, "<enter>", "<ctrl+s>")
        assert row(app, "closed[1].day").fault
        assert app.focused is row(app, "closed[1].day").control


@pytest.mark.parametrize("content", [None, b"team = ", b"\xff\xfe"])
async def test_what_is_no_notice_file_is_said_and_can_be_corrected(
    app: SetupApp, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "3", str(path), "<enter>")
        assert str(path) in said(app, ".problem")
        path.write_text(example_text())
        await type_in(pilot, "<enter>", "<ctrl+s>")
    assert app.return_value == example_text()


# A folder below a file cannot be made by anyone, the superuser included.
async def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    app = setting_up(tmp_path / "file" / "desk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "不能在" in said(app, ".problem")
        await pilot.press("1")
        assert app.is_running
        (tmp_path / "file").unlink()
        await pilot.press("1")
    assert app.return_value == example_text()
    assert not (tmp_path / "file").exists()


async def test_a_notice_that_was_opened_stays_where_its_folder_cannot_be_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    (path := tmp_path / "公告.toml").write_text(example_text())
    app = setting_up(tmp_path / "file" / "desk")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "3", str(path), "<enter>")
        await type_in(pilot, "<ctrl+s>")
        assert app.is_running and isinstance(app.screen, NoticeScreen)
        (tmp_path / "file").unlink()
        await type_in(pilot, "<ctrl+s>")
    assert app.return_value == example_text()


async def test_the_preview_goes_by_the_clock_given(tmp_path: Path) -> None:
    app = setting_up(tmp_path, at("2016-10-19T18:00:00"))
    async with app.run_test(size=(80, 24)):
        assert "第 30 天" in str(app.screen.query_one(NoticePreview).content)


@pytest.mark.parametrize("key", ["1", "enter"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_shipped_notice_is_asked_about_once_its_period_is_over(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    app = setting_up(tmp_path, at("2026-11-25T10:00:00"))
    async with app.run_test(size=size) as pilot:
        await pilot.press(key)
        await until_said(app, pilot, ".problem", "再按一次 1")
        assert "dutydesk demo" in said(app, ".problem") and app.is_running and all_shown(app)
        await pilot.press(key)
    assert app.return_value == example_text()


@pytest.mark.parametrize("size", SIZES)
async def test_it_speaks_english(app: SetupApp, size: tuple[int, int]) -> None:
    try:
        use_language("en")
        async with app.run_test(size=size) as pilot:
            assert "Day 12" in said(app, "NoticePreview")
            await pilot.press("2")
            labels = [r.label for r in app.screen.query(FieldRow)]
            assert "Inspected unit" in labels and max(map(len, labels)) <= 18
            assert all_shown(app)
    finally:
        use_language("zh")


async def test_a_desk_is_sealed_to_a_pasted_key_and_to_a_new_one(
    app: SetupApp, tmp_path: Path
) -> None:
    file = tmp_path / "钥匙.age"
    async with app.run_test() as pilot:
        await type_in(pilot, "4", str(FIRST.to_public()), "<enter>", str(file), "<enter>")
        await type_in(pilot, PASSPHRASE, "<enter>", PASSPHRASE, "<ctrl+s>")
        await until_said(app, pilot, ".seal", "2 把公钥")
        await pilot.press("1")
    assert app.return_value == example_text()
    made = identity_in(key_in(read_key_file(file), PASSPHRASE)).to_public()
    assert app.founding.sealing.keys == (str(FIRST.to_public()), str(made))


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_wrong_with_a_key_to_seal_to_is_told(
    app: SetupApp, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "钥匙.age"
    async with app.run_test(size=size) as pilot:
        await type_in(pilot, "4", "age1nokey", "<ctrl+s>")
        await until_said(app, pilot, ".ask-problem", "不是 age 公钥")
        await type_in(pilot, "<ctrl+u>", "<enter>", str(file), "<enter>")
        await type_in(pilot, "口令 staple", "<enter>", "口令 stable", "<ctrl+s>")
        await until_said(app, pilot, "AskScreen .fault", "两次输入的口令不同")
        assert not file.exists() and all_shown(app)


async def test_no_key_is_made_in_the_desks_own_folder(app: SetupApp, tmp_path: Path) -> None:
    async with app.run_test() as pilot:
        await type_in(pilot, "4", "<enter>", str(tmp_path / "desk" / "k.age"), "<enter>")
        await type_in(pilot, PASSPHRASE, "<enter>", PASSPHRASE, "<ctrl+s>")
        await until_said(app, pilot, "AskScreen .fault", "另选一处")
        await pilot.press("escape", "1")
    assert (app.return_value, app.founding.sealing.keys) == (example_text(), ())
    assert not (tmp_path / "desk").exists()


async def until_said(app: SetupApp, pilot: Pilot[str], selector: str, text: str) -> None:
    """Waits until a piece of text on the screen says so."""
    for _look in range(500):
        if any(text in str(found.content) for found in app.screen.query(selector).results(Static)):
            return
        await pilot.pause(0.01)
    raise AssertionError([str(found.content) for found in app.screen.query(Static)])


@pytest.mark.parametrize("size", SIZES)
async def test_f1_says_what_to_do_at_every_step(app: SetupApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        for keys, explained, page in (
            ((), "用下列随附公告设立，供试用", "安装与设立"),
            (("2",), "在光标所在的一节之后再加一节", "公告和公告文件"),
            (("escape", "3"), "打开所写路径的文件", "公告和公告文件"),
            (("escape", "4"), "按所填办理", "安装与设立"),
        ):
            await type_in(pilot, *(f"<{key}>" if len(key) > 1 else key for key in keys), "<f1>")
            await pilot.pause()
            seen = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            assert explained in seen and page in seen
            keys = app.screen.query(Sheet).first().lines(76)
            # There is no palette yet.
            assert "打开命令" not in "".join(text for line in keys for text, _role in line)
            assert all_shown(app)
            await pilot.press("f1")


async def test_the_form_says_what_must_be_filled_in(app: SetupApp) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("2")
        assert row(app, "team").control.placeholder == "必填"  # type: ignore[attr-defined]
        assert row(app, "hours[0].windows").control.placeholder == "必填"  # type: ignore[attr-defined]
        for path in ("period.last_day", "closed[0].day", "tags[0].heading"):
            assert row(app, path).control.placeholder == ""  # type: ignore[attr-defined]


async def test_enter_passes_over_what_is_seldom_filled_in_and_tab_does_not(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "2", "组", "<enter>", "局", "<enter>")
        assert app.focused is row(app, "period.first_day").control
        await type_in(pilot, "<up>", "<tab>")
        assert app.focused is row(app, "units[0].name").control
        await type_in(pilot, "甲镇", "<enter>")
        assert app.focused is row(app, "period.first_day").control
        await type_in(pilot, "<up>")
        assert app.focused is row(app, "units[0].name").control
