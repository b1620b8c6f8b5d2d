"""Words are found wherever they stand, however little of the tips is in memory."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import json_bytes
from store.document import Document
from store.journal.lines import Laid, Lines
from store.tips.disposition import Disposition, Earlier, Told
from store.tips.enclosure import Enclosure
from store.tips.find import Column, Filter, Order
from store.tips.follow_up import Appointment, Note
from store.tips.names import Names
from store.tips.pinyin import are_initials
from store.tips.rows import Rows
from store.tips.search import SearchIndex
from store.tips.shape import is_tip
from store.tips.texts import fold, longest_run, search_text, undotted, ways_to_write
from store.tips.tip import Reporter, Subject
from tests.builders import at
from tests.store.desks import tip_of

COLUMNS = {key for order in get_args(Column) for key in Order(order).keys} | {"to_complete"}
PIECES = st.sampled_from(
    [*'礼金局长单A·ａ１1.．-－ （）、，“”"\\\n・•zh', "王某", "138-0013-8000", "n", "㈱", "１３８"]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
WORDS = st.lists(PIECES, min_size=1, max_size=3).map("".join)


def document(n: int, summary: str, name: str, unit: str) -> Document:
    tip = replace(
        tip_of(),
        number=f"2016-{n:04}",
        summary=summary,
        reporter=Reporter("", name),
        subjects=(Subject(unit, name, "", "leadership"),),
    )
    return tip.as_json()


DOCUMENTS = st.lists(
    st.builds(document, st.just(0), TEXTS, TEXTS, TEXTS), min_size=1, max_size=6
).map(lambda found: {n: tip | {"number": f"2016-{n:04}"} for n, tip in enumerate(found, 1)})


def lines_of(documents: dict[int, Document]) -> Lines:
    """As they lie in a checkpoint."""
    file = io.BytesIO()
    laid = Laid(file)
    for n, tip in documents.items():
        line = b'"%d":%b' % (n, json_bytes.dumps(tip))
        laid.add(n, file.tell(), line)
        file.write(line + b",\n")
    return Lines(laid)


def brute_force(documents: dict[int, Document], text: str) -> list[int]:
    """What a search means, looking into everything that a tip says."""
    names = Names()
    for n, tip in documents.items():
        names.add(n, tip)

    def has(n: int, word: str) -> bool:
        ways = ways_to_write(word) or [""]
        if are_initials(word) and n in names.with_initials(word):
            return True
        return any(way in search_text(documents[n]) for way in ways)

    words = fold(text).split()
    return [n for n in sorted(documents, reverse=True) if all(has(n, word) for word in words)]


@settings(max_examples=20)
@given(before=DOCUMENTS, after=DOCUMENTS, words=st.lists(WORDS, max_size=2), went=st.integers(0, 6))
@pytest.mark.parametrize(
    "way",
    ["by bytes", "by bytes, all read", "by bytes, apart", "by bytes, apart, looked at", "by texts"],
)
def test_what_is_found_is_what_looking_into_every_text_finds(
    way: str, before: dict[int, Document], after: dict[int, Document], words: list[str], went: int
) -> None:
    tips, text = lines_of(before), " ".join(words)
    index = SearchIndex(by_bytes=way != "by texts", apart={*before} if "apart" in way else None)

    def search(documents: dict[int, Document]) -> None:
        found = index.search(text, tips, lambda tip: tip)
        assert list(found) == brute_force(documents, text), text

    if way == "by bytes, all read":
        index.grow(tips, lambda tip: tip)
    search(before)
    now = dict(before)
    for n, tip in after.items():
        index.changed(n, now.get(n), tip)
        now[n] = tips[str(n)] = tip
        if "looked at" in way:
            index.look_at(n, tip)
    if went in now:
        index.changed(went, now.pop(went), None)
        del tips[str(went)]
    search(now)


@settings(max_examples=20)
@given(before=DOCUMENTS, after=DOCUMENTS, line=TEXTS, went=st.integers(0, 6))
def test_lists_go_by_what_the_documents_say_however_they_are_written(
    before: dict[int, Document], after: dict[int, Document], line: str, went: int
) -> None:
    before[1] |= {"line": line, "disciplines": [line, '],"', ""], "marks": None, "status": "甲"}
    older = dict(before.get(2) or {})
    for key in ("handled_by", "status", "enclosures"):
        older.pop(key, None)
    before = {n: older if n == 2 else tip for n, tip in before.items()}
    tips, rows = lines_of(before), Rows()
    some = {"line", "disciplines", "subjects"}
    keys = some | {"reporter", "status", "marks", "handled_by"}

    def are_as(documents: dict[int, Document], keys: set[str]) -> bool:
        said = {n: {k: tip[k] for k in keys if k in tip} for n, tip in sorted(documents.items())}
        alike = rows.of(tips, keys)
        of_each = (dict(alike.rows[kind]) for kind in alike.which)
        return dict(zip(alike.ids, of_each, strict=True)) == said

    assert are_as(before, some)
    now = before | after
    for n, tip in after.items():
        tips[str(n)] = tip
        rows.changed(n, tip)
    if went in now:
        del tips[str(went)], now[went]
        rows.changed(went, None)
    assert are_as(now, some)
    assert are_as(now, keys)


def test_tips_alike_under_one_key_are_told_apart_by_the_other() -> None:
    said = [("甲", "1"), ("甲", "2"), ("乙", "1")]
    documents = {
        n: document(n, "", "", "") | {"status": status, "line": line}
        for n, (status, line) in enumerate(said, 1)
    }
    alike = Rows().of(lines_of(documents), {"status", "line"})
    rows = [alike.rows[kind] for kind in alike.which]
    assert [(row["status"], row["line"]) for row in rows] == said


@pytest.mark.parametrize("said", [(["甲],"], ["],"], ["乙"]), (["甲],"], ["],[],"])])
def test_a_text_that_ends_as_a_list_does_is_no_end_of_one(said: Sequence[Sequence[str]]) -> None:
    """Each is cut within a text, and together they say one list, or as many as there are."""
    documents = {n: document(n, "", "", "") | {"disciplines": d} for n, d in enumerate(said, 1)}
    alike = Rows().of(lines_of(documents), {"disciplines"})
    assert [alike.rows[kind]["disciplines"] for kind in alike.which] == [*said]


def test_a_list_holds_tips_of_every_version_as_they_stood_when_it_was_asked_for() -> None:
    one = [Enclosure("letter").as_json()]
    said: dict[int, dict[str, Any]] = {
        1: {"channel": "mobile"},
        2: {"channel": "landline", "handled_by": "李", "status": "urgent", "enclosures": one},
        3: {"channel": "mobile", "handled_by": "", "status": "registered", "enclosures": []},
    }
    documents = {n: document(n, "", "", "") | more for n, more in said.items()}
    for key in ("handled_by", "status", "enclosures"):
        del documents[1][key]
    tips, rows = lines_of(documents), Rows()
    alike = rows.of(tips, COLUMNS)
    # What changes then is in the next list.
    rows.changed(2, None)
    rows.changed(1, documents[1] | {"handled_by": "王", "status": "withdrawn", "channel": "post"})
    older = alike.rows[alike.which[0]]
    assert "status" not in older and older.get("status", "registered") == "registered"
    orders: dict[Column, list[int]] = {column: [1, 2, 3] for column in get_args(Column)}
    orders |= {
        "channel": [2, 1, 3],
        "handler": [1, 3, 2],
        "status": [1, 3, 2],
        "enclosures": [1, 3, 2],
    }
    for column, numbers in orders.items():
        order = Order(column, descending=False)
        nobody = Filter(handlers=("",))
        assert alike.chosen(Filter(), order) == numbers, column
        assert alike.chosen(nobody, order) == [1, 3], column
        assert alike.chosen(Filter(statuses=("registered",)), order) == [1, 3], column
        assert alike.chosen(Filter(), order, {2, 3}) == [n for n in numbers if n != 1], column
        assert alike.chosen(nobody, order, {2, 3}) == [3], column
        assert alike.chosen(Filter(), order, set()) == [], column
    now = rows.of(tips, COLUMNS)
    assert now.chosen(Filter(), Order("handler", descending=False)) == [3, 1]
    rows.changed(2, documents[2])
    now = rows.of(tips, COLUMNS)
    assert now.chosen(Filter(), Order("handler", descending=False)) == [3, 2, 1]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("reporter", {"kind": None, "name": "王"}),
        ("subjects", [{"unit": 1, "person": "", "post": "", "group": "leadership"}]),
        ("disciplines", [1]),
        ("marks", [None]),
    ],
)
def test_what_a_tip_cannot_say_is_read_from_where_whole_tips_are(key: str, wrong: object) -> None:
    sound = {n: document(n, "", "王", "甲局") for n in (1, 2)}
    tips = lines_of({**sound, 2: sound[2] | {key: wrong}})
    tips.watch(is_tip, lambda: {str(n): tip for n, tip in sound.items()})
    alike = Rows().of(tips, {key})
    assert [alike.rows[kind][key] for kind in alike.which] == [sound[1][key]] * 2


def test_who_chooses_while_another_thread_does_gets_what_he_chose() -> None:
    """From Python 3.12 on nothing keeps two that ask at once from making the rows both."""
    documents = {n: document(n, "", "", "") | {"line": line} for n, line in enumerate("甲乙甲", 1)}
    alike = Rows().of(lines_of(documents), {"line"})

    class WithAnother(Filter):
        def choose(self, documents: Iterable[Any]) -> list[Any]:
            chosen = super().choose(documents)
            vars(alike)["rows"] = [*map(copy, alike.rows)]
            return chosen

    assert alike.chosen(WithAnother(lines=("甲",)), Order(descending=False)) == [1, 3]


@pytest.mark.parametrize("by_bytes", [True, False])
def test_what_is_sought_again_is_found_as_it_stands_by_now(by_bytes: bool) -> None:
    documents = {n: document(n, "礼金" if n != 2 else "土地", "张三", "甲局") for n in (1, 2, 3)}
    tips, index = lines_of(documents), SearchIndex(by_bytes=by_bytes)

    def found(text: str) -> list[int]:
        return [*index.search(text, tips, lambda tip: tip)]

    assert (found("甲局 礼金"), found("甲局 土地")) == ([3, 1], [2]), "not by the first word alone"
    assert (found("甲局"), found("甲局 礼金")) == ([3, 2, 1], [3, 1])
    tips["2"] = document(2, "礼金", "李四", "甲局")
    index.changed(2, documents[2], tips["2"])
    assert found("甲局 礼金") == [3, 2, 1], "where it stands by its number"
    del tips["3"]
    index.changed(3, documents[3], None)
    assert (found("甲局 礼金"), found("李四"), found("ls"), found("张三")) == (
        [2, 1],
        [2],
        [2],
        [1],
    )


def test_what_changes_while_the_tips_are_being_gone_through_is_found_as_it_is() -> None:
    documents = {n: document(n, f"礼金第{n}笔", "张三", f"第{n}局") for n in range(1, 131)}
    for way in ("a little", "nothing"):
        tips, index = lines_of(documents), SearchIndex()
        if way == "a little":
            assert index.grow(tips, lambda tip: tip, 64) and index.grow_names(tips, lambda t: t, 64)
        for n in (1, 130):
            tips[str(n)] = document(n, "土地", "李四", "甲局")
            index.changed(n, documents[n], tips[str(n)])
        for n in (2, 129):
            del tips[str(n)]
            index.changed(n, documents[n], None)
        for text, numbers in (("土地", [130, 1]), ("ls", [130, 1]), ("第2笔", []), ("第3笔", [3])):
            assert [*index.search(text, tips, lambda tip: tip)] == numbers, (way, text)
        assert {1, 2, 129, 130}.isdisjoint(index.search("zs", tips, lambda tip: tip))
        for n in (3, 64, 65, 128):
            assert [*index.search(f"第{n}局", tips, lambda tip: tip)] == [n], "and none beside it"


def test_what_changes_while_nothing_was_sought_is_not_noted_down() -> None:
    """On a sealed desk nothing that was sought is remembered: the notes would only grow."""
    index = SearchIndex()
    index.changed(1, None, document(1, "", "", ""))
    assert not index._found.changed
    tips = lines_of({1: document(1, "礼金", "", "")})
    assert [*index.search("礼金", tips, lambda tip: tip)] == [1]
    index.changed(1, tips["1"], tips["1"])
    assert not index._found.words and not index._found.changed


def test_every_text_of_a_tip_is_found_by_its_bytes_and_by_what_may_be_found() -> None:
    when = at("2016-10-01T09:00:00")
    tip = replace(
        tip_of(),
        reporter=Reporter("王", "甲"),
        subjects=(Subject("局", "单", "长", "out_of_scope:村干部"), Subject("乙", "丙", "丁")),
        disposition=Disposition("", when),
        told=Told("", when),
        reported=Told("", when),
        notes=(Note("note", when.date(), "", "", when),),
        appointments=(Appointment("call", when, "", "", when),),
        enclosures=(Enclosure("letter", at=when),),
        earlier=(Earlier("kept_for_reference", when.date()),),
        tags=("甲",),
    )
    filled: list[str] = []
    no_text = {"number", "channel", "status", "matter", "kind", "key", "group", "age"}

    def fill(value: Any, name: str = "") -> Any:
        """Each text another than all others."""
        if isinstance(value, dict):
            return {name: fill(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [fill(part, name) for part in value]
        is_text = isinstance(value, str) and name not in no_text and not is_moment(value)
        if is_text:
            filled.append(f"第{chr(0x4E00 + len(filled))}句")
        return filled[-1] if is_text else value

    document = fill(tip.as_json())
    tips = lines_of({1: document})
    assert len(filled) > 25
    for by_bytes in (True, False):
        index = SearchIndex(by_bytes=by_bytes)
        for text in (*filled, "村干部", *filled[:1]):
            assert list(index.search(text, tips, lambda tip: tip)) == [1], text
    alike = Rows().of(tips, COLUMNS)
    assert {**alike.rows[0]} == {key: document[key] for key in COLUMNS}


def test_what_width_and_dots_make_no_difference_to() -> None:
    assert fold("ＡＺａｚ０９") == "azaz09" and fold("，（）・．") == "，（）・．"
    for dot in "·‧•・･∙⋅●.．":
        assert undotted(f"阿里{dot}木") == "阿里木"
    assert undotted("3.5、3．5") == "3.5、3．5", "that is a number"
    same = "、。，；：？！（）《》〔〕“”‘’—…＋－％＠［］｛｝〇々あ"
    assert {longest_run(f"甲{mark}乙") for mark in same} == {f"甲{mark}乙" for mark in same}
    for mark in "・·．￥０９ＡＺａｚ1a -./\n":
        assert longest_run(f"甲{mark}乙丙") == "乙丙", mark


def test_a_number_is_found_by_its_digits_however_it_is_written_and_sought() -> None:
    for mark in "-－‐‑‒–—― ":
        assert "13800138000" in search_text(document(1, f"打138{mark}0013{mark}8000。", "", ""))
    for written in (
        *("138-0013-8000", "138－0013－8000", "138‐0013‐8000", "138―00138000"),
        *("+8613800138000", "＋8613800138000", "008613800138000", "8613800138000"),
        *("13800138000-", "13800138000－", "+13800138000", "0013800138000"),
    ):
        assert "13800138000" in ways_to_write(fold(written)), written
    assert "13800138000" not in search_text(document(1, "138a0013a8000", "", ""))
    # Seven digits are a number, and what stands before a mobile one says nothing before it is whole.
    assert "4404233" in search_text(document(1, "打440-4233。", "", ""))
    for word in ("+861380013", "00861380013", "861380013", "+1380013"):
        assert "1380013" in ways_to_write(word), word
    for other in ("138a00138000", "8200138000", "868200138000", "123-456", "a13800138000"):
        assert "13800138000" not in ways_to_write(other), other
    assert "8200138" in ways_to_write("820-0138") and ways_to_write("·") == []
    # No number of a telephone is sought by its digits alone.
    assert ways_to_write("3-5") == ["3-5"] and ways_to_write("王-某") == ["王-某", "王某"]
    when = at("2016-10-01T09:00:00")
    note = Note("remark", when.date(), "打138-0013-8000。", "", when)
    call = Appointment("call_back", when, "打138-0013-8000。", "", when)
    for more in ({"notes": [note.as_json()]}, {"appointments": [call.as_json()]}):
        assert "13800138000" in search_text(document(1, "", "", "") | more)


@pytest.mark.parametrize("apart", [None, {1, 2}])
def test_what_only_looks_like_what_is_sought_is_not_found(apart: set[int] | None) -> None:
    # As it is folded it holds 甲局长, and as it is stored what stands between two texts.
    documents = {1: document(1, "甲·局长收礼金", "", ""), 2: document(2, "3局长收礼金", "", "")}
    tips, index = lines_of(documents), SearchIndex(by_bytes=True, apart=apart)
    for text, found in (("3局长", [2]), ("甲局长", [1]), ('礼金","r', []), ("礼金", [2, 1])):
        assert [*index.search(text, tips, lambda tip: tip)] == found, text


def test_whoever_is_named_is_found_however_the_name_is_written_and_no_group_by_its_key() -> None:
    written, meant = "阿卜杜拉-热合曼", "阿卜杜拉热合曼"
    named = tip_of(subjects=[{"unit": "某局", "person": written, "group": "leadership"}])
    by_unit = tip_of(subjects=[{"unit": written, "group": "leadership"}], reporter=None)
    for tip in (tip_of(reporter={"name": written}), named, by_unit):
        tips = lines_of({1: replace(tip, number="2016-0001").as_json()})
        for by_bytes in (True, False):
            index = SearchIndex(by_bytes=by_bytes)
            for sought, found in ((written, [1]), (meant, [1]), ("leadership", [])):
                assert list(index.search(sought, tips, lambda tip: tip)) == found, sought


def test_a_tip_as_the_first_version_wrote_it_is_found_too() -> None:
    tip = document(1, "收受礼金", "王某", "某局")
    later = ("disposition", "told", "reported", "handled_by", "notes", "appointments", "enclosures")
    first = {name: value for name, value in tip.items() if name not in (*later, "message_id")}
    for by_bytes in (True, False):
        index = SearchIndex(by_bytes=by_bytes)
        assert list(index.search("礼金", lines_of({1: first}), lambda tip: tip)) == [1]
    (names := Names()).add(1, first)
    assert names.beginning("unit", "某", 1) == ["某局"] and names.beginning("handler", "", 1) == []
    assert "收受礼金" in search_text(first) and "某局" in search_text(first)


def is_moment(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d", text))


def test_a_number_with_a_code_finds_the_tip_and_not_those_of_its_matter() -> None:
    first = document(1, "礼金", "", "") | {"number": "湘一-2016-0001"}
    second = document(2, "礼金", "", "") | {"number": "湘一-2016-0002", "matter": "湘一-2016-0001"}
    documents = {1: first, 2: second}
    for text, found in (("湘一-2016-0001", [1]), ("湘一", [2, 1])):
        for apart in (None, {1, 2}):
            index = SearchIndex(by_bytes=True, apart=apart)
            assert list(index.search(text, lines_of(documents), lambda tip: tip)) == found
