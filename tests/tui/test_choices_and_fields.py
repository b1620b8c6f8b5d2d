"""What a choice takes for its keys, and what the fields of a tip hold, without a screen around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._context import active_app
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets.input import Selection

from store.errors import Fault
from store.notice.reading import example_text, parse_notice
from store.tips.fields import BY_NAME
from tests.builders import notice_text
from tests.tui.sitting import a_desk
from tui.apps.desk_app import DeskApp
from tui.entering.choices import Option, asked_of, in_words, options_of
from tui.entering.values import blank_values, line_key
from tui.notice_form.fields import CLOSED, HOURS, LINES, NOTICE_FIELDS, NoticeField
from tui.terminal.moving import SELDOM
from tui.widgets.choice import Choice, Flag
from tui.widgets.field_row import label_width
from tui.widgets.notice_controls import DaysChoice, notice_row
from tui.widgets.notice_form import NoticeForm
from tui.widgets.pointed_list import PointedList
from tui.widgets.section_rows import SectionRows
from tui.widgets.text_field import LongField, NumberField, TextField
from tui.widgets.tip_fields import TipFields


def made(*, multiple: bool = False, chosen: str = "") -> Choice:
    return Choice([Option(one, one) for one in "甲乙丙"], multiple=multiple, chosen=chosen)


def test_of_lines_that_are_called_alike_each_is_told_with_its_number_and_no_other_is() -> None:
    lines = (("landline", "84404233", "举报电话"), ("mobile", "18073127519", "举报电话"))
    written = "\n".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\nlabel = "{label}"'
        for kind, value, label in (*lines, ("visit", "来访", "接待"))
    )
    options = options_of(BY_NAME["line"], parse_notice(notice_text(lines=written)))
    assert [one.label for one in options[:3]] == [
        "举报电话 84404233",
        "举报电话 18073127519",
        "接待",
    ]


def test_what_can_be_chosen_stands_in_the_notices_order_and_under_its_headings() -> None:
    tags = '[tags]\n"三个重点" = ["重点人"]\n"其他重点" = ["某事"]'
    notice = parse_notice('disciplines = ["廉洁纪律"]\n' + notice_text(tags=tags))
    lines = [(one.value, one.heading) for one in options_of(BY_NAME["line"], notice)]
    assert lines == [
        ("landline 84404233", ""),
        ("visit 来访", "公告以外"),
        ("email 电子邮箱", "公告以外"),
        ("assigned 上级交办", "公告以外"),
        ("petition_office 信访部门转来", "公告以外"),
        ("interview 谈话中反映", "公告以外"),
        ("found 组内发现", "公告以外"),
    ]
    groups = [one.value for one in options_of(BY_NAME["subjects.group"], notice)]
    assert groups[-2:] == ["out_of_scope", "inspectors"]
    disciplines = [(one.value, one.label) for one in options_of(BY_NAME["disciplines"], notice)]
    assert disciplines == [("廉洁纪律", "廉洁纪律"), ("other", "其他")]
    headed = [(one.value, one.heading) for one in options_of(BY_NAME["tags"], notice)]
    assert headed == [("重点人", "三个重点"), ("某事", "其他重点")]


def test_a_form_has_no_field_in_which_nothing_can_be_chosen() -> None:
    for tags, is_asked in (("", False), ('[tags]\n"三个重点" = ["重点人"]', True)):
        asked = asked_of("landline", parse_notice(notice_text(tags=tags)))
        assert ("tags" in [field.name for field in asked]) is is_asked
        assert "disciplines" in [field.name for field in asked]


def test_what_was_chosen_is_told_in_words_and_nothing_by_none() -> None:
    lines = "\n".join(
        f'[[lines]]\nkind = "landline"\nvalue = "{value}"' for value in ("8440", "84404233")
    )
    notice = parse_notice(notice_text(lines=lines))
    for name, value, said in (
        ("reporter.verified", True, "是"),
        ("reporter.verified", False, ""),
        ("subjects.group", "", ""),
        ("line", "landline 84404233", "固定电话 84404233"),
        ("line", "landline 8440", "固定电话 8440"),
        ("disciplines", [], ""),
        ("disciplines", ["other"], "其他"),
    ):
        assert in_words(name, value, notice) == said


@pytest.mark.parametrize(
    ("multiple", "before", "keys", "chosen", "pointer"),
    [
        (False, "", "2", "乙", 1),
        (False, "甲", "３", "丙", 2),
        (False, "甲", "1", "甲", 0),
        (False, "甲", "4", "甲", 0),
        (False, "", "rr", "乙", 1),
        (False, "", "l", "丙", 2),
        (False, "丙", "r", "甲", 0),
        (False, "甲", "l", "丙", 2),
        (True, "", "31", ["甲", "丙"], 0),
        (True, "甲丙", "1", ["丙"], 0),
        (True, "", "r ", ["乙"], 1),
        (True, "", "l ", ["丙"], 2),
        (True, "乙", "rr", ["乙"], 0),
        (True, "乙x", "", ["乙"], 1),
        (False, "x", "", "", 0),
    ],
)
def test_a_digit_or_an_arrow_chooses_what_it_stands_for(
    multiple: bool, before: str, keys: str, chosen: object, pointer: int
) -> None:
    choice = made(multiple=multiple, chosen=before)
    for key in keys:
        if key in "lr":
            choice.action_step(1 if key == "r" else -1)
        elif key == " ":
            choice._press_pointed_at()
        else:
            assert choice.take(key) is (key != "4")
    assert (choice.content, choice.pointer) == (chosen, pointer)


@pytest.mark.parametrize("multiple", [False, True])
def test_what_was_chosen_in_one_tip_is_not_pointed_at_in_the_next(multiple: bool) -> None:
    choice = made(multiple=multiple)
    choice.take("3")
    choice.content = [] if multiple else ""
    assert choice.pointer == 0


def test_behind_the_tenth_letters_choose_in_capitals_too_and_one_is_all_that_is_chosen(
    fields: TipFields,
) -> None:
    choice = Choice([Option(f"{n}", "甲") for n in range(1, 13)])
    for key, chosen in (("0", "10"), ("b", "12"), ("A", "11"), ("Ｂ", "12")):
        assert choice.take(key) and choice.content == chosen
    assert not choice.take("c")
    choice.choose(("3", "2"))
    assert choice.content == "2"


def test_what_holds_nothing_to_choose_takes_no_key() -> None:
    none = Choice([])
    none.action_step(1)
    none._press_pointed_at()
    assert none.content == "" and not none.take("1")


def test_a_flag_is_yes_or_no_and_every_day_excludes_single_ones() -> None:
    flag = Flag("是")
    for value in (True, False):
        assert flag.take("1") and flag.content is value
    days = DaysChoice()
    names = [option.value for option in days.options]
    whole, single = names[0], names[2:4]
    for keys, chosen in (("3", single[:1]), ("4", single), ("1", [whole]), ("3", single[:1])):
        for key in keys:
            days.take(key)
        assert list(days.content) == chosen


NOTICE = parse_notice(example_text())


@pytest.fixture
def fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TipFields]:
    """The fields of a tip, of an app that does not run."""
    with a_desk(tmp_path / "desk") as desk:
        app = DeskApp(desk)
        # A field that is made with a text in it has the app's screen forget what was marked there.
        monkeypatch.setattr(app, "clear_selection", lambda: None)
        token = active_app.set(app)
        yield TipFields(NOTICE)
        active_app.reset(token)


def line_of(channel: str) -> str:
    return next(line_key(line) for line in NOTICE.sources if line.kind == channel)


@pytest.mark.parametrize("channel", ["landline", "post", "visit"])
def test_the_form_has_the_fields_of_its_line_and_what_it_was_told(
    fields: TipFields, channel: str
) -> None:
    told = blank_values(NOTICE, line_of(channel)) | {
        "summary": "一",
        "reporter.name": "张三",
        "disciplines": ["廉洁纪律"],
        "reporter.verified": True,
        "subjects": [{"unit": "甲局", "person": "", "post": "", "group": "out_of_scope"}],
    }
    del told["link_to"]
    fields.fill(told)
    assert fields.values == told
    shown = [row.field for row in fields.rows() if row.display]
    assert shown == [field.name for field in asked_of(channel, NOTICE)]
    seldom = {row.field for row in fields.rows() if row.control.has_class(SELDOM)}
    assert "referred_to" not in seldom, "where one is out of scope"
    assert ("enclosures" in seldom) is (channel == "landline"), "with a call comes nothing"
    fields.fill({"line": line_of(channel)})
    nobody = dict.fromkeys(("unit", "person", "post", "group"), "")
    blank = blank_values(NOTICE, line_of(channel)) | {"subjects": [nobody]}
    del blank["link_to"]
    assert fields.values == blank
    assert "referred_to" in {r.field for r in fields.rows() if r.control.has_class(SELDOM)}


def test_one_goes_on_where_something_was_told_last(fields: TipFields) -> None:
    assert fields.told_last is None
    fields.put("received_at", "2016-10-01 08:00")
    assert fields.told_last is None, "which the program knows too"
    fields.put("subjects", [{"unit": "甲局"}])
    assert fields.told_last == ("subjects.unit", 0)
    fields.complete_subject(0, {"post": "局长", "group": ""})
    fields.complete_subject(3, {"unit": "乙局"})
    assert fields.told_last == ("subjects.post", 0)
    assert fields.values["subjects"] == [
        {"unit": "甲局", "person": "", "post": "局长", "group": ""},
    ]
    fields.put("summary", "一")
    assert fields.told_last == ("summary", 0)


def test_what_came_with_a_row_and_no_field_shows_stays_with_it_and_with_no_other(
    fields: TipFields,
) -> None:
    row = SectionRows(LINES, 12).entries[0]
    assert row.is_blank
    row.fill({"kind": "landline", "value": "1", "about": True, "origin": 3})
    assert [row.values[key] for key in ("value", "about", "origin")] == ["1", True, 3]
    row.fill({"kind": "mobile", "value": "2"})
    assert [row.values.get(key) for key in ("value", "about", "origin")] == ["2", False, None]
    assert not row.is_blank
    hours = SectionRows(HOURS, 12).entries[0]
    hours.fill({"days": ["mon"]})
    hours.fill({})
    assert hours.values["days"] == [] and hours.is_blank


def test_a_field_says_that_it_is_needed_unless_its_whole_section_may_be_left(
    fields: TipFields,
) -> None:
    rows = SectionRows(LINES, 12).entries[0].rows | SectionRows(CLOSED, 12).entries[0].rows
    asked = {key: getattr(row.control, "placeholder", "") for key, row in rows.items()}
    assert (asked["value"], asked["postcode"], asked["day"]) == ("必填", "", "")
    unit = next(field for field in NOTICE_FIELDS if field.key == "unit")
    assert isinstance(unit, NoticeField)
    control = notice_row(unit, 12).control
    assert isinstance(control, TextField)
    assert control.placeholder == "必填；下面另写了的可留空"


def test_labels_have_as_much_room_as_the_longest_needs_and_no_more_than_eighteen_cells() -> None:
    assert [label_width(labels) for labels in ([], ["甲", "甲乙"], ["甲" * 9], ["甲" * 10])] == [
        *(1, 5, 19, 19)
    ]


def test_what_is_wrong_where_no_field_is_shown_is_given_back_to_be_said_as_a_whole(
    fields: TipFields,
) -> None:
    fields.put("line", line_key(parse_notice(example_text()).lines[0]))
    fields.show_channel()
    hidden = {("visit_place", 0): ["甲"], ("subjects.unit", 7): ["乙", "丙"]}
    assert fields.show_faults(hidden) == ["甲", "乙", "丙"]
    form = NoticeForm()
    beyond = [Fault("lines[3].value", "丁"), Fault("mascot", "戊")]
    assert form.show_faults(beyond) == beyond


def test_what_is_pasted_over_marked_text_stands_in_its_place(fields: TipFields) -> None:
    field = TextField("前甲乙后")
    field.selection = Selection(3, 1)
    field.write("丙\n丁")
    assert (field.value, field.cursor_position) == ("前丙 丁后", 4)


async def test_a_number_that_stands_ready_is_replaced_after_a_click_too_and_one_that_was_typed_is_not() -> (
    None
):
    class Dialogue(App[None]):
        def compose(self) -> ComposeResult:
            yield TextField()
            yield NumberField("20")

    app = Dialogue()
    async with app.run_test() as pilot:
        field = app.query_one(NumberField)
        await pilot.click(field, offset=(1, 0))
        await pilot.press("3")
        assert field.value == "3"
        await pilot.press("backspace", "2", "0", "shift+tab", "tab", "0")
        assert field.value == "200"


async def test_the_row_pointed_at_is_in_one_colour_and_the_cursor_stands_there_where_it_was_scrolled_too() -> (
    None
):
    class Rows(App[None]):
        def compose(self) -> ComposeResult:
            yield PointedList()

    rows = [Content.styled(f"第{n}行", "red") for n in range(40)]
    app = Rows()
    async with app.run_test(size=(30, 10)) as pilot:
        shown = app.query_one(PointedList)
        shown.show_rows(rows, pointed=30)
        await pilot.pause()
        await pilot.press("down")
        await pilot.pause()
        assert shown.scroll_y > 0
        line = shown.render_line(shown.cursor_screen_offset.y - shown.content_region.y)
        assert "第31行" in line.text
        prompts = [shown.get_option_at_index(n).prompt for n in (30, 31)]
        assert [bool(isinstance(one, Content) and one.spans) for one in prompts] == [True, False]


def test_what_stood_in_a_long_field_before_is_not_brought_back_by_ctrl_z(
    fields: TipFields,
) -> None:
    field = LongField()
    for text in ("密语", ""):
        field.content = text
        field.action_undo()
        assert field.content == text
