"""E-mails as half-done tips: what came, when and from where, to be completed at the desk.

The sender is a way to reach them, not a verified name: anyone may write any address. Files in a letter,
and in letters in it, are its enclosures.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pendulum
from pendulum import DateTime

from store.errors import BadInstant, CannotRead, Fault, TipRefused
from store.frozen import frozen
from store.instant import as_text, at_wall, read_when
from store.notice.notice import Notice
from store.printable import UNREAD, cleaned, half_width
from store.registers import terms
from store.registers.headings import Heading
from store.registers.importing import OnDesk, Taken, Wanted
from store.registers.reading import read_bytes
from store.text import N_, _, in_all, listed
from store.tips import entry
from store.tips.enclosure import MOST_ENCLOSURES, NAME_LIMIT, kind_of_name, kind_of_type
from store.tips.fields import BY_NAME, SUMMARY_LIMIT
from store.tips.mask import SIGNED
from store.tips.rules import find_line
from store.tips.tip import Tip

_HEADER: Final = re.compile(
    rb"^(?:received|date|from|to|subject|message-id|return-path|mime-version|content-type):",
    re.I | re.M,
)
_FIRST_LINE: Final = re.compile(rb"(?:From [^\n]+\n)?[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")
# What stands between two letters of a box.
_BETWEEN: Final = re.compile(rb"(?:^\r?\n)?^From .*\n?", re.M)
# In a box a line of a letter that begins so would begin the next one.
_QUOTED: Final = re.compile(rb"^>(>*From )", re.M)
_ENCODED: Final = re.compile(r"=\?[^?]*\?[bq]\?[^?]*\?=", re.I)
_LOOKED_AT: Final = 8192
_MOST_FILES: Final = 10_000
_OF_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")
_OF_EXCHANGE: Final = "winmail.dat"
_PGP: Final = "-----BEGIN PGP MESSAGE-----"
_SEALED: Final = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
)
_MOST_ENCLOSED: Final = 50
# What the desk itself writes into a summary.
_SUBJECT: Final = N_("主题：{subject}")
_NO_SUBJECT: Final = N_("（无主题）")
_FILES: Final = N_("附件：{files}")
_LETTER: Final = N_("邮件“{subject}”")
# Before the number of one that has none of its sender's.
_DIGEST: Final = "sha256:"
_BLOCKS: Final = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote"})
_CELLS: Final = frozenset({"td", "th"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})
_ALTERNATIVE: Final = "multipart/alternative"
# What a page says that the text beside it does not: every so many-th part of it, so much at one
# place, or, where the text breaks off, so much of its end.
_MUCH: Final = 4
_AT_ONCE: Final = 20
_END: Final = 12
_OF_THE_END: Final = 4
_FOR_CUT: Final = 100
# Of what is so many times as long as it is, a part is not most any more.
_MOST: Final = 2
_DAY_ALONE: Final = re.compile(
    r"((?:[A-Za-z]{3}, *)?\d{1,2} +[A-Za-z]{3,9} +\d{4})(?: *(?:[+-]\d{4}|[A-Z]{3,4}))?"
)


def _from_start(content: bytes) -> bytes:
    """Without what may stand before the first letter, a mark of its encoding and blank lines: the library
    would take the headers behind these for text."""
    return content.lstrip(b"\xef\xbb\xbf\r\n ")


def is_letter(content: bytes) -> bool:
    """Whether it is an e-mail, or begins with one."""
    start = _from_start(content[:_LOOKED_AT])
    return bool(_FIRST_LINE.match(start)) and len({m.lower() for m in _HEADER.findall(start)}) > 1


@frozen
class Letters:
    """E-mails by the names of their files; `unread` says of other files that they are not read."""

    letters: tuple[tuple[str, bytes], ...]
    unread: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many there are."""
        return len(self.letters)

    def titles(self) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
        """What they are called together, and what is told of each."""
        return [(_("来信"), ((_("文件"), _("主题")),))]

    def headings(self) -> tuple[Heading, ...]:
        """None: there are no columns."""
        return ()

    def remarks(self, _wanted: Wanted, notice: Notice) -> Iterator[str]:
        """What is to be known of the whole."""
        yield from self.unread
        if "email" not in notice.channels:
            yield _("公告没有电子邮箱，来信按公告以外的来源登记。")

    def is_unclear(self, _wanted: Wanted) -> bool:
        """Never: there are no columns."""
        return False

    def take_in(
        self, _wanted: Wanted, notice: Notice, now: DateTime, on_desk: OnDesk
    ) -> Iterator[Taken]:
        """Each letter in turn; one that came twice is one, but not another under the same number."""
        seen = dict[tuple[str, str], str]()
        for n, (name, content) in enumerate(self.letters, 1):
            one = _taken(n, name, content, notice, now)
            if one.tip and one.tip.message_id:
                found = (one.tip.message_id, one.tip.summary)
                if found in seen:
                    remark = _("与 {name} 是同一封", name=seen[found])
                    one = replace(one, tip=None, is_none=True, remarks=(remark,))
                seen[found] = name
            yield as_known(one, on_desk)


def as_known(one: Taken, on_desk: OnDesk) -> Taken:
    """The letter with the number that it has on the desk already, whatever was made of it since. Its own
    number is the sender's: another with the same is a tip of its own."""
    if one.tip is None:
        return one
    is_all_of_it, said = one.tip.message_id.startswith(_DIGEST), _folded(one.tip.summary)
    others = dict[str, None]()
    nearly = ""
    for number, summary in on_desk.letters(one.tip.message_id):
        if is_all_of_it or _folded(summary) == said:
            return replace(one, known_as=number)
        if _is_most_of(_without_head(summary), _without_head(one.tip.summary)):
            nearly = number
        others[number] = None
    if nearly:
        remark = _("与在册的 {number} 是同一封，多出的内容没有记入，请对照原件", number=nearly)
        return replace(one, known_as=nearly, remarks=(*one.remarks, remark))
    if not others:
        return one
    remark = _("邮件编号与在册的 {numbers} 相同，内容不同，另作一件", numbers=listed(others))
    return replace(one, remarks=(*one.remarks, remark))


def _is_most_of(part: str, whole: str) -> bool:
    """Whether a content is another but for what stands at one place of that, as the end of a page that
    earlier versions left out. Of a letter in which it is but quoted, it is less."""
    differ = (n for n, (a, b) in enumerate(zip(part, whole, strict=False)) if a != b)
    before = next(differ, len(part))
    return whole.endswith(part[before:]) and len(part) < len(whole) < len(part) * _MOST


def _without_head(summary: str) -> str:
    """The same of what the letter itself says: neither who sent it nor what came with it is much of it."""
    blank = {"subject": "", "name": "", "files": ""}
    heads = tuple(said for words in (_SUBJECT, SIGNED, _FILES) for said in in_all(words, **blank))
    return _folded("\n".join(line for line in summary.split("\n") if not line.startswith(heads)))


def _folded(summary: str) -> str:
    """What a summary says, in whichever language the desk's own words in it are."""
    blank = {"subject": "", "name": "", "files": ""}
    for words in (_SUBJECT, _NO_SUBJECT, SIGNED, _FILES, _LETTER):
        for said in in_all(words, **blank):
            summary = summary.replace(said.removesuffix("”"), "")
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", summary)))


def open_letters(path: Path) -> Letters:
    """The e-mails of a file or of a folder and all in it. Raises `CannotRead` if there are none."""
    found, unread = list[tuple[str, bytes]](), list[str]()
    files = sorted(p for p in path.rglob("*") if p.is_file()) if os.path.isdir(path) else [path]
    if len(files) > _MOST_FILES:
        raise CannotRead(
            _("{path} 中的文件超过 {most} 个，请分几次导入。", path=path, most=_MOST_FILES)
        )
    for file in files:
        name = str(file.relative_to(path)) if file != path else file.name
        try:
            content = read_bytes(file)
        except CannotRead as error:
            unread.append(str(error))
            continue
        if _OF_OUTLOOK in content:
            unread.append(
                _("{name} 是 Outlook 的格式，没有读；请在 Outlook 中另存为 eml。", name=name)
            )
        elif not is_letter(content):
            unread.append(_("{name} 不是电子邮件，没有读。", name=name))
        elif (box := _from_start(content)).startswith(b"From "):
            found += _of_box(box, name)
        else:
            found.append((name, content))
    if not found:
        raise CannotRead("\n".join(unread) or _("{path} 中没有电子邮件。", path=path))
    return Letters(tuple(found), tuple(unread))


def _of_box(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    for n, letter in enumerate(_BETWEEN.split(content)[1:], 1):
        yield _("{name} 第 {n} 封", name=name, n=n), _QUOTED.sub(rb"\1", letter)


def _taken(n: int, name: str, content: bytes, notice: Notice, now: DateTime) -> Taken:
    one = Taken(_("来信"), n, name=name, cells=(name,), letter=content)
    try:
        message = _read(content)
        values, remarks = _values(message, notice, now)
        values["message_id"] = _number(message, content)
    # What is malformed beyond what the library mends.
    except (MessageError, ValueError, LookupError, RecursionError, TypeError):
        sentence = _("这封邮件无法读取，请人工登记。")
        return replace(one, faults=(Fault("summary", sentence),))
    one = replace(one, values=values, cells=(name, _header(message, "subject")), remarks=remarks)
    line, faults, _guess = terms.line(_("电子邮件"), notice)
    values |= line if not values["line"] else {"channel": "email"}
    if not values["received_at"]:
        sentence = _("收到时间：邮件没有写明时间，请人工登记。")
        faults = (*faults, Fault("received_at", sentence))
    if faults:
        return replace(one, faults=faults)
    try:
        return replace(one, tip=entry.read(values, notice, now))
    except TipRefused as refusal:
        return replace(one, faults=refusal.faults)


def _read(content: bytes) -> Message:
    return message_from_bytes(_from_start(content), policy=policy.compat32)


def _values(
    message: Message, notice: Notice, now: DateTime
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The entry, and what is to be known of how it was read."""
    received, is_sent = _received(message, notice, now)
    senders = [*_addresses(message, "from"), *_addresses(message, "reply-to")]
    contact = listed(dict.fromkeys(address for _name, address in senders if address))
    text, enclosures = _content(message)
    names = listed(dict.fromkeys(name for name, _address in senders if name))
    files = _(_FILES, files=listed(enclosures)) if enclosures else ""
    told = [
        _(_SUBJECT, subject=_header(message, "subject") or _(_NO_SUBJECT)),
        _(SIGNED, name=names) if names else "",
        text.strip(),
        files,
        *_enclosed(message),
    ]
    remarks = [_("没有收信时间，按发信时间")] if is_sent else []
    if received and not isinstance(received, DateTime):
        remarks.append(_("收到时间没有写几时，只记日期"))
    summary = cleaned("\n".join(filter(None, told)), lines=True)
    if UNREAD in summary:
        summary = summary.replace(UNREAD, "？")
        remarks.append(_("有的字没有认出，记作“？”，请对照原件"))
    if _PGP in summary or any(part.get_content_type() in _SEALED for part in _parts(message)):
        remarks.append(_("正文经加密或封装（S/MIME 或 PGP），没有读，请对照原件"))
    if _is_broken(message):
        remarks.append(_("这封邮件不完整或格式有误，请对照原件"))
    parts = [*_files_in(message)]
    if len(parts) > MOST_ENCLOSURES:
        remarks.append(
            _("附件共 {n} 个，只登记前 {most} 个，请对照原件", n=len(parts), most=MOST_ENCLOSURES)
        )
    if any(_OF_EXCHANGE in name for name in enclosures):
        remarks.append(_("winmail.dat 没有读（Outlook 的格式，正文或附件可能在里面），请对照原件"))
    if len(summary) > SUMMARY_LIMIT:
        remarks.append(_("正文共 {n} 字，未全录，请另存原件", n=len(summary)))
        note = _("……（正文共 {n} 字，未全录）", n=len(summary))
        note += f"\n{files[:_FOR_CUT]}" if files else ""
        summary = summary[: SUMMARY_LIMIT - len(note)] + note
    values = {
        "channel": "email",
        "line": _line_of(message, notice),
        "received_at": _written(received),
        "reporter": {"contact": cleaned(contact)[: BY_NAME["reporter.contact"].limit]}
        if contact
        else None,
        "summary": summary,
        "enclosures": [*map(_as_enclosure, parts[:MOST_ENCLOSURES])],
        "to_complete": True,
    }
    return values, tuple(remarks)


def _number(message: Message, content: bytes) -> str:
    """Its Message-ID; of one that has none or numbers nothing (<>) a digest of all that it is, so
    that the same file is not taken twice."""
    number = cleaned(_header(message, "message-id"))
    if number.strip("<> "):
        return number[: BY_NAME["message_id"].limit]
    plain = content.replace(b"\r\n", b"\n").strip()
    return f"{_DIGEST}{hashlib.sha256(plain).hexdigest()[:32]}"


def _written(received: date | None) -> str:
    if isinstance(received, DateTime):
        return as_text(received)
    return received.isoformat() if received else ""


def _received(message: Message, notice: Notice, now: DateTime) -> tuple[date | None, bool]:
    """When it came to the last server, by what that wrote; else when it was sent, and that it is so.
    A day alone where no hour is written."""
    came = [text.rpartition(";")[2] for text in _raw(message, "received")[:1]]
    for text, is_sent in (*((text, False) for text in came), (_header(message, "date"), True)):
        if when := _when(text.strip(), notice, now):
            return when, is_sent
    return None, False


def _when(text: str, notice: Notice, now: DateTime) -> date | None:
    """What a header says of a time, by the notice's clocks where it names no zone; None for none."""
    with contextlib.suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(text)
        if moment.tzinfo or "-0000" in text:
            return pendulum.instance(moment)
        return at_wall(moment.date(), moment.time(), notice.zone)
    # The library takes no day without an hour, and nothing that people wrote.
    if match := _DAY_ALONE.fullmatch(text):
        with contextlib.suppress(ValueError, TypeError):
            return parsedate_to_datetime(f"{match[1]} 00:00").date()
    with contextlib.suppress(BadInstant):
        return read_when(text, notice.zone, now) if re.search(r"\d{4}", text) else None
    return None


def _line_of(message: Message, notice: Notice) -> str:
    """The address of the notice to which it was sent; "" if that is not one of several."""
    lines = {
        half_width(line.value).lower(): line.value for line in notice.lines if line.kind == "email"
    }
    for name in ("delivered-to", "x-original-to", "to", "cc"):
        for _name, address in _addresses(message, name):
            if found := lines.get(address.lower()):
                return found
    alone = find_line(Tip(channel="email"), notice)
    return alone.value if alone else ""


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    raw = [_decoded(text) for text in _raw(message, name)]
    return [(called.strip(), address) for called, address in getaddresses(raw)]


def _header(message: Message, name: str) -> str:
    """A header as text on one line."""
    return " ".join(" ".join(map(_decoded, _raw(message, name)[:1])).split())


def _raw(message: Message, name: str) -> list[str]:
    """The headers of that name as they came: the library replaces what is in bytes."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def _decoded(value: str) -> str:
    """A header with its encoded words in clear; what was written in bytes is taken as Chinese."""
    if any("\udc80" <= char <= "\udcff" for char in value):
        value = _text(value.encode("utf-8", "surrogateescape"), "")
    try:
        parts = decode_header(value)
    except HeaderParseError:
        # Of its encoded words one is broken: the others are read by themselves.
        whole = _ENCODED.fullmatch(value)
        return UNREAD if whole else _ENCODED.sub(lambda word: _decoded(word[0]), value)
    text = ""
    for part, charset in parts:
        text += part if isinstance(part, str) else _text(part, charset or "")
    return text


def _text(content: bytes, charset: str) -> str:
    # What programs declare that write more: the library's own reader of it has other dashes and dots.
    declared = "gb18030" if charset == "gb2312" else charset
    for name in (declared, "utf-8", "gb18030"):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", "replace").replace("\ufffd", "？")


def _content(message: Message) -> tuple[str, list[str]]:
    """The text, that of pages made plain, and the names and sizes of enclosures. Of a page and a text
    of the same words one is left out, but for what ends the page alone, and of a text that breaks off the
    page alone is taken."""
    texts, enclosures, before = list[str](), list[str](), list[str]()
    for part in _parts(message, but=_ALTERNATIVE):
        parts = [*_parts(part)]
        plain, pages = ([*map(_said, filter(kind, parts))] for kind in (_is_plain, _is_page))
        pages = [page for page in pages if not any(_is_same(page, text) for text in before)]
        page, text = _folded("".join(pages)), _folded("".join(plain))
        says_more = _says_more(page, text)
        breaks_off = says_more and text and text in page
        more = pages if breaks_off else _beyond(pages, text)
        texts += ([] if breaks_off else plain) + (more if says_more else [])
        before += map(_folded, plain)
        enclosures += [_enclosure(one) for one in parts if not _is_text(one)]
    return "\n".join(text for text in texts if text.strip()), enclosures


def _said(part: Message) -> str:
    payload = part.get_payload(decode=True)
    said = _text(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "")
    return _plain(said) if _is_page(part) else said


def _says_more(page: str, text: str) -> bool:
    """Whether much of what `page` says, by each two of its letters, is not in `text`: that may but tell
    that a page goes with it, or be cut off."""
    if not text:
        return True
    there, here = [*pairwise(page)], {*pairwise(text)}
    missing = "".join("01"[pair not in here] for pair in there)
    is_cut = missing[-_END:].count("1") >= _OF_THE_END or "1" * _AT_ONCE in missing
    return is_cut or len({*there} - here) * _MUCH > len({*there})


def _beyond(pages: list[str], text: str) -> list[str]:
    """What pages say beyond `text`: their end, where nothing before that says more, or all of it."""
    lines, end = "\n".join(pages).split("\n"), list[str]()
    while lines and not ((said := _folded(lines[-1])) and said in text):
        end.insert(0, lines.pop())
    return pages if _says_more(_folded("".join(lines)), text) else ["\n".join(end)]


def _is_same(page: str, text: str) -> bool:
    """Whether a page is but a part that came before, with little else in that."""
    said = _folded(page)
    return said in text and len(text) < len(said) * _MOST


def _is_page(part: Message) -> bool:
    return _is_text(part) and part.get_content_type() == "text/html"


def _is_plain(part: Message) -> bool:
    return _is_text(part) and not _is_page(part)


def _is_text(part: Message) -> bool:
    """Whether a part is to be read as what the letter says."""
    disposition = part.get_content_disposition()
    # What is to be seen in the letter may have a name, too.
    is_seen = disposition == "inline" or not (disposition or _file_name(part))
    # What is said to have parts and has none is all that there is to read.
    is_multipart = part.get_content_maintype() == "multipart"
    return is_seen and (is_multipart or part.get_content_type() in ("text/plain", "text/html"))


def _enclosed(message: Message) -> Iterator[str]:
    """What letters in the letter say, and those in them: in one that was sent on it is all there is."""
    waiting, count = [message], 0
    while waiting and count < _MOST_ENCLOSED:
        parts = [*_parts(waiting.pop(0))]
        letters: list[Any] = [part.get_payload(0) for part in parts if _is_letter_in(part)]
        for letter in letters:
            text, enclosures = _content(letter)
            yield _(_LETTER, subject=_header(letter, "subject"))
            yield text.strip()
            if enclosures:
                yield _(_FILES, files=listed(enclosures))
        waiting[:0] = letters
        count += len(letters)


def files_of(content: bytes) -> list[bytes]:
    """The files in a letter that was read, as its enclosures are in their order."""
    found = (part.get_payload(decode=True) for part in _files_in(_read(content)))
    files = [payload if isinstance(payload, bytes) else b"" for payload in found]
    return files[:MOST_ENCLOSURES]


def _files_in(message: Message) -> Iterator[Message]:
    """The parts of a letter, and of those in it, that are not its text."""
    waiting, count = [message], 0
    while waiting and count < _MOST_ENCLOSED:
        parts = [part for part in _parts(waiting.pop(0)) if not _is_text(part)]
        letters: list[Any] = [part.get_payload(0) for part in parts if _is_letter_in(part)]
        yield from (part for part in parts if not _is_letter_in(part))
        waiting[:0] = letters
        count += len(letters)


def _as_enclosure(part: Message) -> dict[str, Any]:
    name = cleaned(_file_name(part)).replace(UNREAD, "？")[:NAME_LIMIT]
    kind = kind_of_name(name)
    return {
        "kind": kind if kind != "other" else kind_of_type(part.get_content_type()),
        "name": name,
    }


def _is_letter_in(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822" and part.is_multipart()


def _is_broken(message: Message) -> bool:
    """Whether the library found it cut off or not as a letter is to be; once it was read."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        if part.defects:
            return True
        if part.is_multipart():
            waiting += part.get_payload()
    return False


def _parts(message: Message, but: str = "") -> Iterator[Message]:
    """What is no container, or one of the type `but`; a letter in a letter is one part."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop(0)
        is_container = part.get_content_maintype() == "multipart" and part.is_multipart()
        if is_container and part.get_content_type() != but:
            waiting[:0] = part.get_payload()
        else:
            yield part


def _file_name(part: Message) -> str:
    """What an enclosure is called, "" if it has no name."""
    for header in ("content-disposition", "content-type"):
        # The library replaces what is in bytes.
        for text in _raw(part, header)[:1]:
            if header in part and any("\udc80" <= char <= "\udcff" for char in text):
                part.replace_header(header, _decoded(text))
    return " ".join(_decoded(part.get_filename() or "").split())


def _enclosure(part: Message) -> str:
    if _is_letter_in(part):
        inner: Any = part.get_payload(0)
        return _(_LETTER, subject=_header(inner, "subject"))
    payload = part.get_payload(decode=True)
    size = len(payload) if isinstance(payload, bytes) else 0
    name = _file_name(part) or part.get_content_type()
    return _("{name}（{size} KB）", name=name, size=-(-size // 1024))


class _Page(HTMLParser):
    """Collects what is read of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.texts.append("\n")
        elif tag in _CELLS:
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _BLOCKS:
            self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(re.sub(r"\s+", " ", data))


def _plain(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.texts).split("\n"))
    return "\n".join(line for line in lines if line)
