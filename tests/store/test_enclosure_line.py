"""What came with a tip as one short line: what people write, and what is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from store.text import use_language
from store.tips.enclosure import (
    ENCLOSURE_KINDS,
    NAME_LIMIT,
    Enclosure,
    KeptFile,
    kind_of_name,
    kind_of_type,
    name_of_file,
    pages_in,
)
from store.tips.enclosure_line import NotRead, amended, line_of, read_line
from store.tips.rules import enclosure_faults
from tests.builders import DURING

LETTER, PHOTOGRAPHS = Enclosure("letter", 3, 2), Enclosure("photographs", 5)


@pytest.mark.parametrize(
    ("line", "channel", "read"),
    [
        ("", "post", ()),
        ("3页2份", "post", (LETTER,)),
        ("3页2份", "email", (LETTER,)),
        ("3页2份", "visit", (Enclosure("other", 3, 2),)),
        ("信件３页２份，照片 5 张", "visit", (LETTER, PHOTOGRAPHS)),
        ("信件3页，2份；照片5", "post", (LETTER, PHOTOGRAPHS)),
        ("5张", "post", (PHOTOGRAPHS,)),
        ("信件3页，5张", "post", (Enclosure("letter", 3), PHOTOGRAPHS)),
        ("2份", "post", (Enclosure("letter", 0, 2),)),
        ("信件3页2份，3份", "post", (LETTER, Enclosure("letter", 0, 3))),
        ("照片123456张", "post", (Enclosure("photographs", 123_456),)),
        ("12分钟、银行流水", "post", (Enclosure("recording", 12), Enclosure("statement"))),
        ("材料：7页", "visit", (Enclosure("other", 7),)),
        ("Letter 3 pages ×2, photographs 5", "post", (LETTER, PHOTOGRAPHS)),
        ("letter 3p, 2 copies", "email", (LETTER,)),
    ],
)
def test_what_people_write_is_read(line: str, channel: str, read: tuple[Enclosure, ...]) -> None:
    assert read_line(line, channel) == read


KINDS = {
    "letter": "信件|来信|举报信|信|Letters|letter",
    "photographs": "照片|相片|图片|photographs|photos|photograph|photo",
    "recording": "录音录像|录音|录像|视频|recordings|recording",
    "statement": "银行流水|流水|bank statements|statements|statement",
    "other": "其他材料|其它材料|复印件|材料|其他|其它|documents|other",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_word_for_a_kind_is_read_in_whichever_language_one_speaks(language: str) -> None:
    use_language(language)
    try:
        for kind, words in KINDS.items():
            for word in words.split("|"):
                assert read_line(f"{word}2份", "visit") == (Enclosure(kind, 0, 2),), word
    finally:
        use_language("zh")


def test_each_word_for_an_amount_and_what_parts_them_is_read() -> None:
    pages = ["页", "张", "分钟", "分", "pages", "page", "p", "minutes", "minute", "min"]
    assert {read_line(f"信件3{unit}", "visit") for unit in pages} == {(Enclosure("letter", 3),)}
    copies = ("2份", "2套", "2件", " 2 copies", "2copy", "x2", " × 2", "*2")
    assert {read_line(f"信件{n}", "visit") for n in copies} == {(Enclosure("letter", 0, 2),)}
    of_kind = {"张": "photographs", "分钟": "recording", "分": "recording", "页": "other"}
    for unit, kind in of_kind.items():
        assert read_line(f"3{unit}", "visit") == (Enclosure(kind, 3),)
    for between in "、,;，；\n":
        assert read_line(f"信件3页2份{between}照片5张", "visit") == (LETTER, PHOTOGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "一张光盘",
        "信件3",
        "3",
        "信件3页照片5张",
        "信件-3页",
        "照片9999999张",
        "3页 见内",
        "信件，：",
    ],
)
def test_what_is_not_understood_is_told_with_how_it_is_written(line: str) -> None:
    with pytest.raises(NotRead, match="请写成“信件3页2份、照片5张"):
        read_line(line, "post")


@pytest.mark.parametrize(
    ("written", "told"), [("光" * 20, "光" * 20), ("光" * 21, "光" * 20 + "…")]
)
def test_of_what_is_not_understood_the_beginning_is_told(written: str, told: str) -> None:
    with pytest.raises(NotRead, match=f"“{told}”看不懂"):
        read_line(written, "post")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_is_read_again(language: str) -> None:
    given = tuple(
        Enclosure(kind, pages, copies)
        for kind in ENCLOSURE_KINDS
        # No copy at all is refused once it is saved, and stands in the line until then.
        for pages, copies in ((0, 1), (1, 1), (12, 3), (0, 2), (3, 0), (0, 0))
    )
    use_language(language)
    try:
        assert read_line(line_of(given), "visit") == given
    finally:
        use_language("zh")


def test_what_is_noted_down_of_an_enclosure_has_no_file_of_another() -> None:
    kept = replace(LETTER, file=KeptFile("0" * 32, 9, "0" * 64), size=8, key="钥")
    noted = kept.noted("甲", DURING)
    assert noted == replace(LETTER, by="甲", at=DURING)
    assert "钥" not in repr(kept), "the key is told where it is asked for, and nowhere else"


def test_what_is_no_text_in_the_name_of_a_file_is_noted_down_by_its_code() -> None:
    for written, name in (
        (b"\xe7\x94\xb2.jpg", "甲.jpg"),
        (b"\xff.jpg", "\\xff.jpg"),
        ("\ufffd\n.jpg".encode(), "\\ufffd\\u000a.jpg"),
        (b"a" * 255, "a" * NAME_LIMIT),
    ):
        found = name_of_file(Path(os.fsdecode(b"/tmp/" + written)))
        assert found == name and not [*enclosure_faults([Enclosure("letter", name=found)])]


def test_what_a_file_is_is_told_by_its_ending_or_by_its_type() -> None:
    for name, kind in (
        ("来信.JPG", "photographs"),
        ("a.png", "photographs"),
        ("录音.mp3", "recording"),
        ("a.mp4", "recording"),
        ("a.pdf", "other"),
        ("png", "other"),
        ("", "other"),
    ):
        assert kind_of_name(name) == kind, name
    types = ("image/png", "audio/mpeg", "video/mp4", "application/pdf", "text/plain", "")
    kinds = ("photographs", "recording", "recording", "other", "other", "other")
    assert tuple(map(kind_of_type, types)) == kinds


def test_an_enclosure_of_which_more_is_known_keeps_that_and_its_place() -> None:
    kept = Enclosure("letter", 1, file=KeptFile("1" * 32, 9, "2" * 64))
    noted = Enclosure("other", 4)
    now = amended((kept, noted), (Enclosure("letter", 3), PHOTOGRAPHS, LETTER))
    assert [one.file for one in now] == [kept.file, None, None]
    assert line_of(now) == "信件3页、照片5张、信件3页2份"
    assert line_of([Enclosure(kind) for kind in ("letter", "photographs", "recording")]) == (
        "信件、照片、录音录像"
    ), "nobody counted"
    assert pages_in((*now, Enclosure("recording", 12), Enclosure("statement", 4))) == 10
    assert amended((noted,), ()) == ()
    placed = replace(noted, kind="letter", by="甲", at=DURING)
    (still_noted,) = amended((placed,), (LETTER,))
    assert (still_noted.by, still_noted.at, still_noted.pages) == ("甲", DURING, 3)
    for more in (
        {"file": kept.file},
        {"name": "信"},
        {"kept_at": "保密柜"},
        {"file_number": "卷 1"},
    ):
        known = replace(placed, **more)
        assert amended((known,), (LETTER,)) == (replace(known, pages=3, copies=2),)
        for line in ((), (PHOTOGRAPHS,)):
            with pytest.raises(NotRead, match="第 1 项"):
                amended((known,), line)


def test_a_line_with_one_typed_over_or_taken_out_leaves_each_file_with_what_it_is_of() -> None:
    letter, photographs, recording = (
        replace(one, file=KeptFile(name * 32, 9, "2" * 64))
        for one, name in ((LETTER, "1"), (PHOTOGRAPHS, "2"), (Enclosure("recording", 12), "3"))
    )
    few, more = replace(photographs, pages=2, file=None), replace(photographs, pages=7)
    noted, other = replace(few, by="甲"), replace(more, file=KeptFile("4" * 32, 9, "2" * 64))
    other_photographs = replace(other, pages=photographs.pages)
    for before, line, now in (
        # What is between them taken out, put in, or typed over.
        ((letter, noted, photographs), (LETTER, PHOTOGRAPHS), (letter, photographs)),
        ((letter, noted, photographs), (LETTER, more.noted("", None)), 3),
        ((photographs, noted), (Enclosure("photographs", 7),), 1),
        ((letter, recording), (LETTER, few, Enclosure("recording", 9)),
         (letter, few, replace(recording, pages=9))),
        ((photographs, other), (few, Enclosure("photographs", 7)),
         (replace(photographs, pages=2), other)),
        ((noted, letter), (Enclosure("statement", 2), LETTER),
         (replace(noted, kind="statement"), letter)),
        # Only amounts are corrected: each stays where it is, also of two alike.
        ((photographs, other_photographs), (few, PHOTOGRAPHS),
         (replace(photographs, pages=2), other_photographs)),
        ((photographs, PHOTOGRAPHS), (few, PHOTOGRAPHS),
         (replace(photographs, pages=2), PHOTOGRAPHS)),
        ((photographs, other), (few, few), (replace(photographs, pages=2), replace(other, pages=2))),
        # The same in another order, and of two alike the one that has a file.
        ((photographs, other), (Enclosure("photographs", 7), PHOTOGRAPHS), (other, photographs)),
        ((replace(noted, pages=5), photographs), (PHOTOGRAPHS,), (photographs,)),
        ((photographs, photographs), (PHOTOGRAPHS,), 2),
        # Which of them it is, nobody knows.
        ((letter, photographs, other), (LETTER, Enclosure("photographs", 6)), 2),
        ((LETTER, photographs), (Enclosure("photographs", 6), LETTER), 2),
        ((letter, photographs, recording), (LETTER, Enclosure("recording", 12)), 2),
    ):  # fmt: skip
        if isinstance(now, int):
            with pytest.raises(NotRead, match=f"第 {now} 项"):
                amended(before, line)
        else:
            assert amended(before, line) == now
