"""E-mails are half-done tips: when they came, from where, what they say, and each once."""

from __future__ import annotations

import mailbox
import os
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from store.errors import CannotRead
from store.notice.reading import parse_notice
from store.registers.importing import OnDesk, Taken, Wanted
from store.registers.letters import Letters, files_of, is_letter
from store.registers.source import open_source
from store.tips.enclosure import MOST_ENCLOSURES
from store.tips.tip import Reporter, Tip
from tests.builders import at, example, notice_text
from tests.store.memory_place import MemoryNotes
from tests.store.old_registers import NOW

MAIL = '[[lines]]\nkind = "email"\nvalue = "{}"\nlabel = "举报邮箱"\n'
NOTICE = parse_notice(notice_text(lines=MAIL.format("jb@example.org")))


def letter(**headers: str) -> EmailMessage:
    """An e-mail as most programs write it."""
    message = EmailMessage()
    given = {
        "Received": "from a by b; Wed, 21 Sep 2016 09:05:00 +0800",
        "Date": "Wed, 21 Sep 2016 00:59:00 +0000",
        "From": "王某某 <wang@example.com>",
        "To": "jb@example.org",
        "Subject": "反映赵某某的问题",
        "Message-ID": "<1@example.com>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value:
            message[name] = value
    message.set_content("赵某某收受礼金。\n\n有转账记录。\n")
    return message


def taken(path: Path, notice: object = NOTICE, on_desk: OnDesk | None = None) -> list[Taken]:
    source = open_source(path, {}, MemoryNotes())
    assert isinstance(source, Letters)
    assert notice is not None
    there = OnDesk() if on_desk is None else on_desk
    return list(source.take_in(Wanted(), notice, NOW, there))  # type: ignore[arg-type]


def one_of(path: Path, content: bytes) -> Taken:
    path.write_bytes(content)
    (found,) = taken(path)
    return found


def test_an_e_mail_is_a_half_done_tip(tmp_path: Path) -> None:
    found = one_of(tmp_path / "来信.eml", letter().as_bytes())
    assert (found.name, found.cells) == ("来信.eml", ("来信.eml", "反映赵某某的问题"))
    assert found.values["to_complete"] and found.letter == letter().as_bytes()
    tip = found.tip
    assert tip and tip.to_complete
    assert (tip.channel, tip.line, tip.message_id) == ("email", "jb@example.org", "<1@example.com>")
    assert tip.received_at == at("2016-09-21T09:05:00")
    assert tip.reporter == Reporter("", "wang@example.com")
    assert tip.summary == (
        "主题：反映赵某某的问题\n发件人署名：王某某\n赵某某收受礼金。\n\n有转账记录。"
    )


def test_it_came_when_the_last_server_had_it_and_answers_go_to_each_address(tmp_path: Path) -> None:
    first = b"Received: from c by a; Tue, 20 Sep 2016 23:05:00 +0800\nDate:"
    content = letter(Reply_To="li@example.com").as_bytes().replace(b"Date:", first, 1)
    tip = one_of(tmp_path / "x", content).tip
    assert tip and tip.received_at == at("2016-09-21T09:05:00")
    assert tip.reporter == Reporter("", "wang@example.com、li@example.com")
    unread = b"Received: from x by y; at noon\nReceived:"
    found = one_of(tmp_path / "x", letter().as_bytes().replace(b"Received:", unread, 1))
    # Where another server had it before is not when it came.
    assert found.tip and found.tip.received_at == at("2016-09-21T08:59:00")
    remarked = letter(Received="from a (x; y) by b; Wed, 21 Sep 2016 09:05:00 +0800")
    tip = one_of(tmp_path / "x", remarked.as_bytes()).tip
    assert tip and tip.received_at == at("2016-09-21T09:05:00")


def test_who_sent_a_letter_is_told_once_and_as_much_of_how_to_reach_them_as_there_is_room_for(
    tmp_path: Path,
) -> None:
    twice = letter(
        From='" 王某某 " <wang@example.com>',
        Reply_To="王某某 <wang@example.com>, 李某 <li@example.com>",
    )
    tip = one_of(tmp_path / "x", twice.as_bytes()).tip
    assert tip and tip.reporter == Reporter("", "wang@example.com、li@example.com")
    assert tip.summary.split("\n")[1] == "发件人署名：王某某、李某"
    many = ", ".join(f"wang{n}@example.com" for n in range(100))
    tip = one_of(tmp_path / "x", letter(Reply_To=many).as_bytes()).tip
    assert tip and tip.reporter and len(tip.reporter.contact) == 200
    hidden = letter().as_bytes().replace(b"<wang@", b"<wa\x1bng@")
    tip = one_of(tmp_path / "x", hidden).tip
    assert tip and tip.reporter and "\x1b" not in tip.reporter.contact
    nobody = one_of(tmp_path / "x", letter(From="", Subject="").as_bytes())
    assert nobody.values["reporter"] is None and nobody.tip and nobody.tip.reporter is None
    assert nobody.tip.summary.startswith("主题：（无主题）\n赵某某")


def test_of_two_subjects_the_first_is_that_of_the_letter(tmp_path: Path) -> None:
    content = letter().as_bytes().replace(b"Subject:", b"Subject: first\nSubject:", 1)
    tip = one_of(tmp_path / "x", content).tip
    assert tip and tip.summary.startswith("主题：first\n")


def test_without_a_time_of_receipt_that_of_sending_is_taken_and_told(tmp_path: Path) -> None:
    found = one_of(tmp_path / "x", letter(Received="").as_bytes())
    assert found.tip and found.tip.received_at == at("2016-09-21T08:59:00")
    assert found.remarks == ("没有收信时间，按发信时间",)
    found = one_of(tmp_path / "x", letter(Received="", Date="").as_bytes())
    assert [fault.field for fault in found.faults] == ["received_at"]
    assert (found.values["channel"], found.values["line"]) == ("email", "jb@example.org")
    sent = b"Wed, 21 Sep 2016 00:59:00 +0000"
    for other in (b"Fri, 21 Sep 2029 09:00:00 +0800", b"9:05", b"noon"):
        content = letter(Received="").as_bytes().replace(sent, other)
        found = one_of(tmp_path / "x", content)
        assert [fault.field for fault in found.faults] == ["received_at"]


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("Wed, 21 Sep 2016", date(2016, 9, 21)),
        ("21 Sep 2016 +0800", date(2016, 9, 21)),
        ("21 Sep 2016 GMT", date(2016, 9, 21)),
        ("2016年9月21日", date(2016, 9, 21)),
        ("2016-9-21 9:05", at("2016-09-21T09:05:00")),
        ("Wed, 21 Sep 2016 09:05:00", at("2016-09-21T09:05:00")),
        ("Wed, 21 Sep 2016 01:05:00 -0000", at("2016-09-21T09:05:00")),
    ],
)
def test_a_letter_without_an_hour_has_a_day_and_one_without_a_zone_the_desks(
    tmp_path: Path, sent: str, received: date
) -> None:
    # The library would write any date as it should be.
    content = letter(Received="").as_bytes()
    content = content.replace(b"Wed, 21 Sep 2016 00:59:00 +0000", sent.encode())
    found = one_of(tmp_path / "x", content)
    assert found.tip and found.tip.received == received
    has_hour = isinstance(received, datetime)
    assert ("收到时间没有写几时，只记日期" in found.remarks) is not has_hour


def test_a_page_is_made_text_and_enclosures_are_told(tmp_path: Path) -> None:
    message = letter()
    page = "<html><head><title>不</title><style>p{}</style></head><body><p>赵某某&nbsp;收受</p><div>礼金<br>三次</div></body></html>"
    message.set_content(page, subtype="html")
    message.add_attachment(b"x" * 3000, maintype="image", subtype="jpeg", filename="照片.jpg")
    inner = letter(Subject="里面的信")
    message.add_attachment(inner)
    tip = one_of(tmp_path / "x", message.as_bytes()).tip
    assert tip and tip.summary.endswith(
        "赵某某 收受\n礼金\n三次\n附件：照片.jpg（3 KB）、邮件“里面的信”"
        "\n邮件“里面的信”\n赵某某收受礼金。\n\n有转账记录。"
    )
    # What a browser shows of no page is no word of the letter.
    assert not any(unseen in tip.summary for unseen in ("不", "{}"))


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "big5-unknown"])
def test_what_is_written_in_bytes_without_a_word_on_it_is_read(
    tmp_path: Path, charset: str
) -> None:
    real = "utf-8" if charset == "utf-8" else "gb18030"
    content = (
        "From: 朱镕 <a@example.com>\r\nSubject: 反映朱镕基层问题\r\nDate: Wed, 21 Sep 2016 09:05:00 +0800\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n朱镕收受礼金\r\n"
    ).encode(real)
    tip = one_of(tmp_path / "x", content).tip
    assert tip and tip.summary == "主题：反映朱镕基层问题\n发件人署名：朱镕\n朱镕收受礼金"


def test_of_several_addresses_that_to_which_it_was_sent_is_the_line(tmp_path: Path) -> None:
    notice = parse_notice(
        notice_text(lines=MAIL.format("a@example.org") + MAIL.format("b@example.org"))
    )
    path = tmp_path / "x"
    path.write_bytes(letter(To="某组 <B@example.org>").as_bytes())
    (found,) = taken(path, notice)
    assert found.tip and found.tip.line == "b@example.org"
    for name in ("Delivered_To", "X_Original_To", "Cc"):
        path.write_bytes(letter(**{name: "b@example.org"}).as_bytes())
        (found,) = taken(path, notice)
        assert found.tip and found.tip.line == "b@example.org", name
    path.write_bytes(letter().as_bytes())
    (found,) = taken(path, notice)
    assert [fault.field for fault in found.faults] == ["line"]
    # Where a server put it goes before what the sender wrote, however the notice has it.
    other = parse_notice(
        notice_text(lines=MAIL.format("a@example.org") + MAIL.format("Ｂ@Example.org"))
    )
    path.write_bytes(letter(To="a@example.org", Delivered_To="b@example.org").as_bytes())
    (found,) = taken(path, other)
    assert found.tip and found.tip.line == "B@Example.org"


def test_an_e_mail_to_a_desk_whose_notice_has_no_address_is_from_beside_the_notice(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x"
    path.write_bytes(letter().as_bytes())
    (found,) = taken(path, example())
    assert found.tip and (found.tip.channel, found.tip.line) == ("email", "电子邮箱")
    # Said of all once.
    told = [*open_source(path, {}, MemoryNotes()).remarks(Wanted(), example())]
    assert told == ["公告没有电子邮箱，来信按公告以外的来源登记。"]
    assert not found.remarks


def raw(content_type: str, body: bytes, subject: bytes = b"x") -> bytes:
    """A letter byte by byte."""
    head = b"From: a@example.com\r\nDate: Wed, 21 Sep 2016 09:05:00 +0800\r\nSubject: %b\r\n"
    return head % subject + f"Content-Type: {content_type}\r\n\r\n".encode() + body


PARTS = (
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%b\r\n--b\r\n%b\r\n\r\nx\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Content-Disposition: attachment; filename*0*=utf-8''%E8%AF%81; filename*1=.pdf", "证.pdf"),
        (b'Content-Type: image/png; name="=?gbk?B?1dXGrC5wbmc=?="\r\nContent-Disposition: attachment', "照片.png"),
        (b'Content-Type: image/png; name="' + "证据.pdf".encode("gbk") + b'"', "证据.pdf"),
        (b'Content-Disposition: attachment; filename="' + "证据.pdf".encode("gbk") + b'"', "证据.pdf"),
        ('Content-Disposition: attachment; filename="\u202egpj\x1b[2J.exe"'.encode(), "gpj[2J.exe"),
        (b'Content-Disposition: attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        (b"Content-Type: image/png", "image/png"),
        (b"Content-Type: image/png\r\nContent-Disposition: inline", "image/png"),
        (b"Content-Type: text/plain\r\nContent-Disposition: attachment", "text/plain"),
        (b"Content-Type: text/calendar", "text/calendar"),
    ],
)  # fmt: skip
def test_an_enclosure_is_told_by_its_name_whatever_that_is_written_in(
    tmp_path: Path, head: bytes, name: str
) -> None:
    found = one_of(
        tmp_path / "x", raw("multipart/mixed; boundary=b", PARTS % (b"\xe7\x94\xb2", head))
    )
    assert found.tip and found.tip.summary == f"主题：x\n甲\n附件：{name}（1 KB）"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (raw("text/plain", b"a", b"=?gb2312?B?t7TTsw==?=\r\n =?gb2312?Q?=D5=D4?="), "主题：反映赵\na"),
        (raw("text/plain; charset=utf-8", b"a", b"=?utf-8?B?5Y+N5pig6LW1?= =?utf-8?B?5p+Q?="), "主题：反映赵某\na"),
        (raw("multipart/alternative; boundary=b", PARTS % (b"  ", b"Content-Type: text/html")), "主题：x\nx"),
        (raw("multipart/alternative; boundary=b", PARTS % (b"a", b"Content-Type: text/html")), "主题：x\na"),
        (raw("multipart/mixed; boundary=b", PARTS % (b"a", b'Content-Type: text/plain\r\nContent-Disposition: inline; filename="t.txt"')), "主题：x\na\nx"),
        (raw("multipart/mixed; boundary=b", PARTS % (b"a", b'Content-Type: text/plain; name="t.txt"')), "主题：x\na\n附件：t.txt（1 KB）"),
        (raw("text/plain", b"a", b"b\r\n\t c"), "主题：b c\na"),
        (raw("multipart/mixed; boundary=b", (PARTS % (b"a", b"Content-Type: text/html")).replace(b"text/plain", b"text/html")), "主题：x\na\nx"),
        (raw("text/html; charset=gbk", "<table><tr><td>赵<td>某</tr></table>".encode("gbk")), "主题：x\n赵 某"),
        *(
            (raw("text/html; charset=utf-8", f"甲<{tag}>乙</{tag}>丙".encode()), "主题：x\n甲\n乙\n丙")
            for tag in ("p", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote")
        ),
        *(
            (raw("text/html; charset=utf-8", f"甲<{tag}>乙</{tag}>丙".encode()), "主题：x\n甲丙")
            for tag in ("script", "style", "head", "title")
        ),
        (raw("multipart/mixed; boundary=a", b"--a\r\n%b\r\n--a\r\n\r\ny\r\n--a--" % raw("multipart/mixed; boundary=b", PARTS % (b"a", b"Content-Type: text/plain"))), "主题：x\na\nx\ny"),
        (raw("text/html; charset=utf-8", "甲</script>乙</style>\r\n丙".encode()), "主题：x\n甲乙 丙"),
        (raw("text/html; charset=utf-8", "甲<th>乙</th><td>丙</td>".encode()), "主题：x\n甲 乙 丙"),
        *(
            (raw(f"text/plain; charset={said}", "阿卜杜拉·热合曼——收受礼金".encode(real)), "主题：x\n阿卜杜拉·热合曼——收受礼金")
            for said, real in (
                ("gb2312", "gb18030"),
                ("GBK", "gb18030"),
                ("unknown-8bit", "gb18030"),
                ("unknown-8bit", "utf-8"),
                ("us-ascii", "utf-8"),
                ("us-ascii", "gb18030"),
            )
        ),
        (raw("text/plain; charset=utf-16le", "赵".encode("utf-16-le")), "主题：x\n赵"),
        (raw("text/plain; charset=hz-gb-2312", b"~{UT~}"), "主题：x\n赵"),
    ],
)  # fmt: skip
def test_the_text_of_a_letter_is_found_wherever_it_is(
    tmp_path: Path, content: bytes, text: str
) -> None:
    found = one_of(tmp_path / "x", content)
    assert found.tip and found.tip.summary == text


PLAIN = "Content-Type: text/plain; charset=utf-8"
PAGE = "Content-Type: text/html; charset=utf-8"
SAID = "赵某某收受礼金三万元，有转账记录。"
LIVES = "我是白沙村村民，"
ALL = "".join(map(chr, range(0x4E00, 0x4F90)))


@pytest.mark.parametrize(
    ("kind", "parts", "text"),
    [
        # What a scanner puts behind a page takes nothing of it away.
        ("mixed", ((PAGE, f"<p>{SAID}</p>"), (PLAIN, "已查毒。")), f"{SAID}\n已查毒。"),
        ("mixed", ((PLAIN, "甲"), (PAGE, "<p>乙</p>"), (PLAIN, "丙")), "甲\n乙\n丙"),
        # An alternative is read once, whatever its page has beside the words.
        ("alternative", ((PLAIN, f"> {SAID}"), (PAGE, f"<b>{SAID}</b><p>即复</p>")), f"> {SAID}"),
        # Its text is no such thing, or breaks off.
        ("alternative", ((PLAIN, "您的邮件程序不显示网页。"), (PAGE, SAID)), f"您的邮件程序不显示网页。\n{SAID}"),
        ("alternative", ((PLAIN, SAID[:9]), (PAGE, SAID)), SAID),
        ("alternative", ((PLAIN, f"{SAID}{LIVES}"), (PAGE, f"{SAID}{LIVES}请予核实。")), f"{SAID}{LIVES}请予核实。"),
        ("alternative", ((PLAIN, f"{ALL[:200]}；{ALL[230:]}"), (PAGE, ALL)), f"{ALL[:200]}；{ALL[230:]}\n{ALL}"),
        ("alternative", ((PLAIN, f"{ALL[:200]}；{ALL[218:]}"), (PAGE, ALL)), f"{ALL[:200]}；{ALL[218:]}"),
        # Where the end alone is missing, that alone is taken, and not what the text has otherwise again.
        ("alternative", ((PLAIN, f"[图] 1. {SAID}"), (PAGE, f"<li>{SAID}</li><p>——</p>来自网易邮箱大师")), f"[图] 1. {SAID}\n——\n来自网易邮箱大师"),
        ("alternative", ((PLAIN, f"[图] {SAID}"), (PAGE, f"{ALL[:40]}<p>{SAID}</p>来自网易邮箱大师")), f"[图] {SAID}\n{ALL[:40]}\n{SAID}\n来自网易邮箱大师"),
        # What has text and page of the same words says them once, but not of what is said elsewhere.
        ("mixed", ((PLAIN, f"{SAID}已查毒。"), (PAGE, f"<p>{SAID}</p>")), f"{SAID}已查毒。"),
        ("mixed", ((PLAIN, f"同意转{SAID}"), (PAGE, "<p>同意</p>")), f"同意转{SAID}\n同意"),
        ("mixed", ((PLAIN, "？"), (PAGE, "<p>！</p>")), "？\n！"),
        ("related", ((PLAIN, SAID), (PAGE, f"<b>{SAID}</b>")), SAID),
    ],
)  # fmt: skip
def test_no_part_of_a_letter_is_lost_for_another_that_says_something_else(
    tmp_path: Path, kind: str, parts: tuple[tuple[str, str], ...], text: str
) -> None:
    body = "".join(f"--b\r\n{head}\r\n\r\n{said}\r\n" for head, said in parts)
    found = one_of(tmp_path / "x", raw(f"multipart/{kind}; boundary=b", f"{body}--b--".encode()))
    assert found.tip and found.tip.summary == f"主题：x\n{text}"


def test_what_cannot_be_read_of_a_letter_is_told_and_keeps_it_from_nothing(tmp_path: Path) -> None:
    found = one_of(tmp_path / "x", raw("text/plain; charset=utf-8", "甲\ufffd".encode()))
    assert found.tip and found.tip.summary == "主题：x\n甲？"
    assert found.remarks[1:] == ("有的字没有认出，记作“？”，请对照原件",)
    head = b'Content-Type: application/ms-tnef; name="winmail.dat"'
    found = one_of(tmp_path / "x", raw("multipart/mixed; boundary=b", PARTS % (b"a", head)))
    assert "winmail.dat" in found.remarks[1]
    second = letter()
    for name in ("照片.jpg", "winmail.dat"):
        second.add_attachment(b"x", maintype="application", subtype="x", filename=name)
    assert "winmail.dat" in one_of(tmp_path / "x", second.as_bytes()).remarks[0]


def test_another_letter_under_the_same_number_is_one_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(letter().as_bytes())
    other = letter()
    other.set_content("另一件事。")
    (tmp_path / "2.eml").write_bytes(other.as_bytes())
    (tmp_path / "3.eml").write_bytes(letter().as_bytes())
    (tmp_path / "4.eml").write_bytes(other.as_bytes())
    found = taken(tmp_path)
    assert [bool(one.tip) for one in found] == [True, True, False, False]
    assert [one.remarks for one in found[2:]] == [
        ("与 1.eml 是同一封",),
        ("与 2.eml 是同一封",),
    ]


def test_the_number_of_a_letter_that_has_none_is_made_of_all_it_is_and_a_long_one_is_cut(
    tmp_path: Path,
) -> None:
    unnumbered = one_of(tmp_path / "x", b"Message-ID: <>\r\n" + raw("text/plain", b"a")).tip
    assert unnumbered and unnumbered.message_id == "sha256:44afcbed78092ea61f4aa5214ba6c397"
    long = one_of(tmp_path / "x", letter(Message_ID=f"<{'1' * 1000}>").as_bytes()).tip
    assert long and long.message_id == "<" + "1" * 997


def test_a_letter_without_a_number_is_taken_once_however_its_lines_end(tmp_path: Path) -> None:
    content = raw("text/plain", b"a\r\nb\r\n")
    same = (content.replace(b"\r\n", b"\n"), content + b"\r\n\r\n")
    for n, one in enumerate((content, *same, content + b"c")):
        (tmp_path / f"{n}.eml").write_bytes(one)
    assert [bool(one.tip) for one in taken(tmp_path)] == [True, False, False, True]


@pytest.mark.parametrize("boundary", ["; boundary=b", "", "; boundary=other"])
def test_a_letter_that_is_broken_is_read_as_far_as_it_goes_and_that_is_told(
    tmp_path: Path, boundary: str
) -> None:
    body = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n收受礼金".encode()
    found = one_of(tmp_path / "x", raw(f"multipart/mixed{boundary}", body))
    assert found.tip and "收受礼金" in found.tip.summary
    assert "这封邮件不完整或格式有误，请对照原件" in found.remarks
    assert "不完整" not in "".join(one_of(tmp_path / "x", letter().as_bytes()).remarks)
    inner = f"--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{body.decode()}\r\n--a--\r\n"
    found = one_of(tmp_path / "x", raw("multipart/mixed; boundary=a", inner.encode()))
    assert found.tip and "这封邮件不完整或格式有误，请对照原件" in found.remarks
    behind = f"--a\r\nContent-Type: text/plain\r\n\r\nx\r\n{inner}"
    found = one_of(tmp_path / "x", raw("multipart/mixed; boundary=a", behind.encode()))
    assert found.tip and "这封邮件不完整或格式有误，请对照原件" in found.remarks


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pkcs7-mime; name=smime.p7m", b"MIIB"),
        ("application/x-pkcs7-mime; name=smime.p7m", b"MIIB"),
        ("multipart/encrypted; boundary=b", PARTS % (b"a", b"Content-Type: application/pgp-encrypted")),
        ("text/plain", b"-----BEGIN PGP MESSAGE-----\r\nabcd"),
    ],
)  # fmt: skip
def test_a_letter_whose_text_is_encrypted_is_told(tmp_path: Path, kind: str, body: bytes) -> None:
    found = one_of(tmp_path / "x", raw(kind, body))
    assert found.tip and "正文经加密或封装（S/MIME 或 PGP），没有读，请对照原件" in found.remarks


def test_letters_in_a_letter_are_read_with_their_enclosures(tmp_path: Path) -> None:
    inner, middle, outer = (letter(Subject=name) for name in ("里", "中", "外"))
    inner.add_attachment(b"x", maintype="application", subtype="zip", filename="证.zip")
    middle.set_content("中间的话")
    middle.add_attachment(inner)
    outer.set_content("请查收")
    outer.add_attachment(middle)
    found = one_of(tmp_path / "x", outer.as_bytes())
    assert found.tip
    assert found.tip.summary.split("\n")[2:] == [
        "请查收",
        "附件：邮件“中”",
        "邮件“中”",
        "中间的话",
        "附件：邮件“里”",
        "邮件“里”",
        "赵某某收受礼金。",
        "",
        "有转账记录。",
        "附件：证.zip（1 KB）",
    ]


def test_behind_the_letters_in_a_letter_stand_those_in_the_first_of_them_before_those_in_the_next(
    tmp_path: Path,
) -> None:
    names = ("甲", "乙", "甲一", "甲二", "乙一")
    first, second, within, deeper, other = (letter(Subject=name) for name in names)
    outer = letter()
    for inner, holder in (
        (deeper, within),
        (within, first),
        (other, second),
        (first, outer),
        (second, outer),
    ):
        holder.add_attachment(inner)
    tip = one_of(tmp_path / "x", outer.as_bytes()).tip
    assert tip
    named = [line for line in tip.summary.split("\n") if line.startswith("邮件“")]
    assert named == [f"邮件“{name}”" for name in names]


def test_a_line_that_a_box_marks_is_as_it_was_written(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "x")
    message = letter()
    message.set_content("From here on\n>From there\n> From")
    box.add(message)
    box.close()
    boxed = (tmp_path / "x").read_bytes().replace(b"\n>From there", b"\n>>From there")
    (tmp_path / "x").write_bytes(boxed)
    (found,) = taken(tmp_path / "x")
    assert found.tip and found.tip.summary.endswith("\nFrom here on\n>From there\n> From")


def test_what_a_server_says_of_a_letter_is_one_of_its_enclosures(tmp_path: Path) -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a"
    content = raw("multipart/mixed; boundary=b", PARTS % (b"a", status))
    found = one_of(tmp_path / "x", content)
    assert found.tip and found.tip.summary == "主题：x\na\n附件：message/delivery-status（0 KB）"
    assert files_of(found.letter) == [b""]


def test_letters_are_read_in_each_other_so_deep_and_no_deeper(tmp_path: Path) -> None:
    content = raw("text/plain", b"a")
    for n in range(55):
        body = b"--%d\r\nContent-Type: message/rfc822\r\n\r\n%b\r\n--%d\r\n" % (n, content, n)
        body += b"Content-Type: image/png\r\n\r\nx\r\n--%d--\r\n" % n
        content = raw(f"multipart/mixed; boundary={n}", body)
    found = one_of(tmp_path / "x", content)
    assert found.tip and found.tip.summary.count("\n邮件“x”\n") == 50
    assert len(found.tip.enclosures) == 50


def test_a_long_letter_is_cut_and_that_is_said(tmp_path: Path) -> None:
    message = letter()
    before = len("主题：反映赵某某的问题\n发件人署名：王某某\n")
    message.set_content("甲" * (20_000 - before))
    found = one_of(tmp_path / "x", message.as_bytes())
    assert found.tip and len(found.tip.summary) == 20_000 and not found.remarks
    message.set_content("甲" * 30_000)
    found = one_of(tmp_path / "x", message.as_bytes())
    assert found.tip and len(found.tip.summary) == 20_000
    assert found.tip.summary.endswith(f"……（正文共 {30_000 + before} 字，未全录）")
    assert found.remarks == (f"正文共 {30_000 + before} 字，未全录，请另存原件",)
    message.add_attachment(b"x", maintype="application", subtype="zip", filename="证.zip")
    cut = one_of(tmp_path / "x", message.as_bytes()).tip
    assert cut and len(cut.summary) == 20_000 and cut.summary.endswith("）\n附件：证.zip（1 KB）")


def test_a_box_and_a_folder_of_letters_are_read_each_once(tmp_path: Path) -> None:
    folder = tmp_path / "信"
    (folder / "下层").mkdir(parents=True)
    box = mailbox.mbox(folder / "箱.mbox")
    for n in (1, 2):
        box.add(letter(Message_ID=f"<{n}@example.com>"))
    box.close()
    (folder / "下层" / "x.eml").write_bytes(letter(Message_ID="<3@example.com>").as_bytes())
    (folder / "again.eml").write_bytes(letter(Message_ID="<1@example.com>").as_bytes())
    (folder / "名单.txt").write_text("不是信")
    source = open_source(folder, {}, MemoryNotes())
    assert [*source.remarks(Wanted(), NOTICE)] == ["名单.txt 不是电子邮件，没有读。"]
    found = taken(folder)
    assert [one.tip.message_id for one in found if one.tip] == [
        "<1@example.com>",
        "<3@example.com>",
        "<2@example.com>",
    ]
    assert [one.name for one in found] == [
        "again.eml",
        "下层/x.eml",
        "箱.mbox 第 1 封",
        "箱.mbox 第 2 封",
    ]
    (repeated,) = (one for one in found if one.is_none)
    assert "是同一封" in repeated.remarks[0]
    (folder / "名单.txt").unlink()
    assert found[-1].tip
    known = taken(folder, on_desk=OnDesk([replace(found[-1].tip, number="2016-0007")]))
    assert [one.known_as for one in known if one.is_known] == ["2016-0007"]


def test_another_letter_with_the_number_of_one_on_the_desk_is_a_tip_of_its_own(
    tmp_path: Path,
) -> None:
    tip = one_of(tmp_path / "1.eml", letter(Subject="").as_bytes()).tip
    assert tip
    there = replace(tip, number="2016-0007")
    amended = replace(there, summary="赵某某收受礼金", revision=2)
    in_english = "Subject: (no subject)\n" + tip.summary.partition("\n")[2]
    asked: list[list[str]] = []

    def at_first(numbers: Collection[str]) -> dict[str, Tip]:
        asked.append([*numbers])
        return {"2016-0007": there}

    for on_desk in (
        OnDesk([there]),
        OnDesk([replace(there, summary=in_english)]),
        OnDesk([amended], at_first),
    ):
        (found,) = taken(tmp_path / "1.eml", on_desk=on_desk)
        assert (found.known_as, found.remarks) == ("2016-0007", ())
    other = letter(Subject="")
    other.set_content("赵某某收受礼金。\n")
    (tmp_path / "1.eml").write_bytes(other.as_bytes())
    for on_desk in (OnDesk([there]), OnDesk([amended], at_first)):
        (found,) = taken(tmp_path / "1.eml", on_desk=on_desk)
        assert found.tip and not found.is_known
        assert found.remarks == ("邮件编号与在册的 2016-0007 相同，内容不同，另作一件",)
    assert asked == [["2016-0007"]] * 2, "only where something was amended"
    # One that its sender gave none is known by all that it is, however it was read then.
    unnumbered = letter(Message_ID="").as_bytes()
    tip = one_of(tmp_path / "1.eml", unnumbered).tip
    assert tip
    (found,) = taken(
        tmp_path / "1.eml", on_desk=OnDesk([replace(tip, number="2016-0008", summary="甲")])
    )
    assert found.known_as == "2016-0008"


def test_a_letter_of_which_an_earlier_version_left_the_end_out_is_known(tmp_path: Path) -> None:
    def found(said: str, *there: Taken) -> Taken:
        message = letter()
        message.set_content(said)
        message.add_attachment(b"x", maintype="image", subtype="jpeg", filename="照片.jpg")
        (tmp_path / "1.eml").write_bytes(message.as_bytes())
        tips = (replace(one.tip, number="7") for one in there if one.tip)
        (one,) = taken(tmp_path / "1.eml", on_desk=OnDesk(tips))
        return one

    signed = f"{SAID}\n签名由 网易邮箱大师 定制"
    known = found(signed, found(SAID))
    told = "与在册的 7 是同一封，多出的内容没有记入，请对照原件"
    assert (known.known_as, known.remarks) == ("7", (told,))
    # A short one that is quoted is another, as is what says less, or something else in its midst.
    midst = f"{SAID[:9]}二{SAID[10:]}"
    for before, now in (
        ("同意", f"同意\n{SAID}"),
        (signed, SAID),
        (SAID, f"{midst}另"),
        (SAID * 2, SAID),
    ):
        assert not found(now, found(before)).is_known, now


def test_a_folder_without_letters_is_refused_and_a_register_is_no_letter(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="没有电子邮件"):
        open_source(tmp_path, {}, MemoryNotes())
    (tmp_path / "x.msg").write_bytes(b"\xd0\xcf" + "__substg1.0_".encode("utf-16-le"))
    with pytest.raises(CannotRead, match="另存为 eml"):
        open_source(tmp_path, {}, MemoryNotes())
    assert not is_letter("收到时间,主要内容\n2016-10-01,甲\n".encode())
    assert not is_letter(b"From,To\nReceived: a\nSubject: b\n")
    assert not is_letter(b"Subject: a\nb\n")
    assert not is_letter(b"Subject: a\nSubject: b\n\n")
    assert is_letter(b"To: a\nMIME-Version: 1.0\n\n")


BEFORE = [b"\xef\xbb\xbf", b"\r\n", b"\n\n", b" "]


@pytest.mark.parametrize("before", [b"", *BEFORE])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_what_stands_before_a_box_or_between_its_letters_is_no_part_of_them(
    tmp_path: Path, before: bytes, end: bytes
) -> None:
    one, two = (letter(Message_ID=f"<{n}@example.com>").as_bytes() for n in (1, 2))
    box = b"From a\n%b\nFrom b\n%bFrom c\n%b" % (one, two, one)
    (tmp_path / "箱.mbox").write_bytes(before + box.replace(b"\n", end))
    found = taken(tmp_path / "箱.mbox")
    assert [one.name for one in found] == [f"箱.mbox 第 {n} 封" for n in (1, 2, 3)]
    assert [b.letter for b in found] == [a.replace(b"\n", end) for a in (one, two, one)]
    assert [one.tip.message_id for one in found if one.tip] == [
        "<1@example.com>",
        "<2@example.com>",
    ]


@pytest.mark.parametrize("before", BEFORE)
def test_a_mark_or_blank_lines_before_a_letter_are_no_part_of_it(
    tmp_path: Path, before: bytes
) -> None:
    message = letter()
    message.add_attachment(b"x", maintype="application", subtype="zip", filename="证.zip")
    found = one_of(tmp_path / "x", before + message.as_bytes())
    assert found.tip and found.tip.message_id == "<1@example.com>"
    assert files_of(found.letter) == [b"x"]


def test_a_file_that_is_too_large_is_told_and_keeps_no_letter_beside_it_from_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.eml").write_bytes(letter().as_bytes())
    (tmp_path / "2.eml").touch()
    os.truncate(tmp_path / "2.eml", (64 << 20) + 1)
    source = open_source(tmp_path, {}, MemoryNotes())
    assert source.length == 1
    assert [*source.remarks(Wanted(), NOTICE)] == [f"{tmp_path / '2.eml'} 超过 64 MB，请拆成几份。"]
    monkeypatch.setattr("store.registers.letters._MOST_FILES", 2)
    assert open_source(tmp_path, {}, MemoryNotes()).length == 1
    (tmp_path / "3.eml").touch()
    with pytest.raises(CannotRead, match="中的文件超过 2 个"):
        open_source(tmp_path, {}, MemoryNotes())


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nSubject: =?utf-8?b?!!!?=\nDate: x\n\n",
        b"From: a@b\nSubject: x\nContent-Type: multipart/mixed; boundary=\n\n--\n",
        b"From: a@b\nSubject: \x1b[2J\nDate: Wed, 21 Sep 2016 09:05:00 +0800\n\n\x00\x1b]0;x\x07",
    ],
)
def test_a_malformed_letter_is_a_tip_or_a_fault_and_never_an_error(
    tmp_path: Path, content: bytes
) -> None:
    found = one_of(tmp_path / "x", content)
    if "2016" in content.decode():
        assert found.tip and not found.faults and "\x1b" not in found.tip.summary
    else:
        assert not found.tip and "没有写明时间" in found.faults[0].sentence


def nested(depth: int) -> bytes:
    body = b"a"
    for n in range(depth):
        body = b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n%b" % (n, n - 1, body)
    return raw(f"multipart/mixed; boundary={depth - 1}", body)


@pytest.mark.parametrize(
    "content",
    [
        raw('text/plain; charset="x\0y"', b"a"),
        raw("text/plain; name*=x'y'a; name*0=a; name*1*=b", b"a"),
        nested(1100),
    ],
)
def test_what_nothing_can_read_is_a_fault_of_that_letter(tmp_path: Path, content: bytes) -> None:
    found = one_of(tmp_path / "x", content)
    assert [fault.sentence for fault in found.faults] == ["这封邮件无法读取，请人工登记。"]
    assert not found.tip and found.letter == content


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (b"=?utf-8?b?a?=", "主题：？"),
        (b"=?utf-8?b?5Y+N5pig?= =?UTF-8?B?a?= =?utf-8?q?=E8=B5=B5?= x", "主题：反映 ？ 赵 x"),
        (b"=?utf-8?b?a?b?= x", "主题：=?utf-8?b?a?b?= x"),
    ],
)
def test_a_broken_word_in_a_subject_keeps_nothing_else_from_being_read(
    tmp_path: Path, subject: bytes, said: str
) -> None:
    found = one_of(tmp_path / "x", raw("text/plain", "收受礼金".encode(), subject))
    assert found.tip and found.tip.summary == f"{said}\n收受礼金"
    assert any("有的字没有认出" in remark for remark in found.remarks) == ("？" in said)


def test_files_in_a_letter_and_in_letters_in_it_are_its_enclosures(tmp_path: Path) -> None:
    message, inner = letter(), letter()
    message.add_attachment(b"photo", maintype="image", subtype="jpeg", filename="照片")
    message.add_attachment(
        "第一行\n".encode(), maintype="text", subtype="plain", filename="说明.txt"
    )
    inner.add_attachment(b"sound", maintype="application", subtype="x", filename="录音.mp3")
    message.add_attachment(inner)
    message.add_attachment(b"MZ", maintype="application", subtype="x", filename="a\u202egpj\n.exe")
    found = one_of(tmp_path / "x", message.as_bytes())
    assert found.tip
    assert [(one.kind, one.name) for one in found.tip.enclosures] == [
        ("photographs", "照片"),
        ("other", "说明.txt"),
        ("other", "agpj .exe"),
        ("recording", "录音.mp3"),
    ]
    assert files_of(found.letter) == [b"photo", "第一行\n".encode(), b"MZ", b"sound"]


def test_a_letter_with_more_files_than_a_tip_has_is_taken_with_the_first(tmp_path: Path) -> None:
    message = letter()
    for n in range(MOST_ENCLOSURES + 1):
        if n == MOST_ENCLOSURES:
            assert not one_of(tmp_path / "x", message.as_bytes()).remarks
        message.add_attachment(b"x", maintype="image", subtype="png", filename=f"{n:200}.png")
    found = one_of(tmp_path / "x", message.as_bytes())
    assert found.tip and len(found.tip.enclosures) == len(files_of(found.letter)) == 100
    assert "附件共 101 个，只登记前 100 个，请对照原件" in found.remarks
