"""Takes values out of TOML tables key by key; every fault is told with its key, not only the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sized
from datetime import date, datetime, time
from typing import Any, ClassVar, Final

from store.errors import Fault
from store.printable import UNREAD, first_unprintable, printable
from store.text import N_, _, listed

YEARS: Final = range(1949, 3000)
MAX_TEXT: Final = 500
MOST: Final = 500
"""How many keys a table may have, or items a list."""

A_TEXT: Final = N_("应为加引号的文字")
A_DATE: Final = N_("应为不加引号的日期，如 2016-09-20")
A_TIME: Final = N_("应为不加引号的时间，如 08:00:00")
A_TABLE: Final = N_("应为一节，如 [period]")
A_LIST: Final = N_("应为一节或多节，如 [[lines]]")
SOME_TEXTS: Final = N_('应为文字清单，如 ["政治纪律", "组织纪律"]')
SOME_DATES: Final = N_("应为日期清单，如 [2016-10-08, 2016-10-09]")


class TomlReader:
    """What is wrong becomes a fault, and a harmless stand-in for what was read.

    `source` names the file in faults, which leave file and key out where it is blank; `known` are the keys of each table, "" for the file itself.
    What is not known and not like a known key is remarked upon and passed over.
    """

    known: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.remarks: list[str] = []

    def fault(self, key: str, expected: str) -> None:
        if self.source:
            sentence = _(
                "{file}：{key}：{expected}。", file=self.source, key=key, expected=expected
            )
        else:
            sentence = _("{expected}。", expected=expected)
        self.faults.append(Fault(key, printable(sentence)))

    def is_too_long(self, path: str, items: Sized) -> bool:
        """Whether a table or list has more in it than any notice has, which is a fault."""
        if len(items) > MOST:
            self.fault(path, _("最多 {limit} 项", limit=MOST))
        return len(items) > MOST

    def unknown_keys(self, name: str, table: dict[str, Any], at: str) -> None:
        if self.is_too_long(at.removesuffix("."), table):
            return
        for key in table.keys() - set(self.known[name]):
            meant = difflib.get_close_matches(key, self.known[name], 1, 0.75)
            if meant:
                self.fault(f"{at}{key}", _("没有这个键，是否应为 {meant}", meant=meant[0]))
            else:
                sentence = _(
                    "{file}：{key}：本程序不认识这个键，未采用。", file=self.source, key=at + key
                )
                self.remarks.append(printable(sentence))

    def table(self, parent: dict[str, Any], key: str, required: bool = False) -> dict[str, Any]:
        value = parent.get(key)
        if isinstance(value, dict):
            if self.is_too_long(key, value):
                return {}
            if key in self.known:
                self.unknown_keys(key, value, f"{key}.")
            return value
        if value is not None or required:
            self.fault(key, _(A_TABLE))
        return {}

    def rows(
        self, parent: dict[str, Any], key: str, required: bool = False
    ) -> Iterator[tuple[dict[str, Any], str]]:
        """Each `[[key]]` table with its path, `hours[0].`."""
        value = parent.get(key, [])
        if not isinstance(value, list) or (required and not value):
            self.fault(key, _(A_LIST).replace("lines", key))
            return
        if self.is_too_long(key, value):
            return
        for index, row in enumerate(value):
            if isinstance(row, dict):
                self.unknown_keys(key, row, f"{key}[{index}].")
                yield row, f"{key}[{index}]."
            else:
                self.fault(f"{key}[{index}]", _(A_LIST).replace("lines", key))

    def text(self, table: dict[str, Any], key: str, at: str = "", required: bool = False) -> str:
        if key not in table and not required:
            return ""
        value = table.get(key)
        self.check_text(at + key, value)
        return value.strip() if isinstance(value, str) else ""

    def check_text(self, path: str, value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            self.fault(path, _(A_TEXT))
        elif len(value) > MAX_TEXT:
            self.fault(path, _("最多 {limit} 个字", limit=MAX_TEXT))
        elif UNREAD in value:
            place = value.index(UNREAD) + 1
            self.fault(path, _("第 {index} 个字没有认出，请将文件另存为 UTF-8 后改正", index=place))
        elif (index := first_unprintable(value)) is not None:
            code = f"U+{ord(value[index]):04X}"
            self.fault(
                path, _("第 {index} 个字是不可见字符 {code}，请删去", index=index + 1, code=code)
            )

    def texts(self, table: dict[str, Any], key: str, at: str = "") -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not value:
            self.fault(at + key, _(SOME_TEXTS))
            return ()
        if self.is_too_long(at + key, value):
            return ()
        for index, item in enumerate(value):
            self.check_text(f"{at}{key}[{index}]", item)
        items = [item.strip() for item in value if isinstance(item, str)]
        if len(set(items)) < len(items):
            self.fault(at + key, _("各项不得重复"))
        return tuple(items)

    def day(self, table: dict[str, Any], key: str, at: str = "") -> date | None:
        value = table.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(at + key, _(A_DATE))
        elif value.year not in YEARS:
            self.fault(
                at + key, _("年份应在 {first} 至 {last} 之间", first=YEARS[0], last=YEARS[-1])
            )
        else:
            return value
        return None

    def days(self, table: dict[str, Any], key: str, at: str = "") -> tuple[date, ...]:
        """A list of dates, () where there is none."""
        value = table.get(key, [])
        if not isinstance(value, list):
            self.fault(at + key, _(SOME_DATES))
            return ()
        if self.is_too_long(at + key, value):
            return ()
        rows = [{f"{key}[{index}]": item} for index, item in enumerate(value)]
        found = [self.day(row, name, at) for row in rows for name in row]
        return tuple(day for day in found if day)

    def time(self, row: dict[str, Any], key: str, at: str) -> time | None:
        value = row.get(key)
        if isinstance(value, time):
            return value
        self.fault(at + key, _(A_TIME))
        return None

    def one_of(self, row: dict[str, Any], key: str, at: str, choices: tuple[str, ...]) -> str:
        value = row.get(key)
        if isinstance(value, str) and value in choices:
            return value
        self.fault(at + key, _("应为下列之一：{choices}", choices=listed(choices)))
        return choices[0]
