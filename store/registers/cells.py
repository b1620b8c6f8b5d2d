"""What a cell says, whoever wrote it: its value as text, or that it has lost it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from store.text import _

_DIGITS_KEPT: Final = 10**15
_LOST_DIGITS: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_ERROR: Final = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|#+)|Err:\d{3}", re.IGNORECASE
)
# What may have been typed as 9.20 and become a number.
_LOST_ZERO: Final = re.compile(r"\d{1,2}\.[1-3]")
_SAME_AS_ABOVE: Final = re.compile(
    r"""[同如]上(?:行|件|列|格)?。?|同前|上同|[-—]*[〃″”"＂々](?:[-—]*|[〃″”"＂])"""
)
_SAME_AS_ANOTHER: Final = re.compile(r"[同如][左右下](?:侧|边|行|件|列|格)?。?|[左右下]同")
_UNKNOWN: Final = frozenset(
    {"", "—", "——", "-", "--", "/", "\\", "无", "不详", "未知", "空", "（空）"}
)
_YES: Final = frozenset(
    {"是", "有", "对", "真", "已", "已核实", "实名", "√", "✓", "✔", "☑", "true", "yes", "y", "1"}
)
_NO: Final = frozenset(
    {
        "",
        "否",
        "无",
        "没有",
        "假",
        "未",
        "未核实",
        "待核实",
        "非实名",
        "匿名",
        "署名",
        "×",
        "✗",
        "☐",
        "false",
        "no",
        "n",
        "0",
    }
)


class Figure(str):
    """The digits of a cell that holds a number: nobody wrote a text there."""

    __slots__ = ()


class Uncalculated(str):
    """A formula of which the file does not say what it comes to."""

    __slots__ = ()


def text_of(value: object) -> str:
    """A value of a workbook as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        whole_day = value.time() == time(0)
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes, second = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    if isinstance(value, int | float) and abs(value) >= _DIGITS_KEPT:
        # Spreadsheets keep fifteen digits; the others would be invented.
        return f"{value:.14E}"
    if isinstance(value, int | float):
        return Figure(int(value) if isinstance(value, int) or value.is_integer() else value)
    return plain(str(value))


def plain(cell: str) -> str:
    """A cell without the mark that keeps it from being a formula, and without a carriage return."""
    cell = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return cell[1:] if cell[:1] == "'" and len(cell) > 1 else cell


def untyped(cell: str) -> str:
    """A cell of a file that does not tell texts from numbers: a number where it may have lost what
    somebody typed."""
    text = plain(cell)
    return Figure(text) if _LOST_ZERO.fullmatch(text) else text


def is_error(cell: str) -> bool:
    """Whether a formula failed there, or the column was too narrow for what stands in it."""
    return bool(_ERROR.fullmatch(cell))


def has_lost_digits(cell: str) -> bool:
    """Whether it is a number rounded to a power of ten."""
    return bool(_LOST_DIGITS.fullmatch(cell))


def is_same_as_above(cell: str) -> bool:
    """Whether it stands for the cell above (同上)."""
    return bool(_SAME_AS_ABOVE.fullmatch(cell.replace(" ", "")))


def is_same_as_another(cell: str) -> bool:
    """Whether it stands for a cell beside or below it, of which nobody can be sure (同左)."""
    return bool(_SAME_AS_ANOTHER.fullmatch(cell.replace(" ", "")))


def not_a_value(cell: str) -> str:
    """Why a cell says nothing of what was to stand in it; "" if it does."""
    if isinstance(cell, Uncalculated):
        return _(
            "“{cell}”是公式，文件里没有存它的结果；请在 Excel 或 WPS 中打开，保存后再导入。",
            cell=cell[:40],
        )
    if is_error(cell):
        return _("“{cell}”是表格的错误值，请改正。", cell=cell)
    if has_lost_digits(cell):
        return _("“{cell}”已丢失数位，请在原表中把这一列设为文本后重填。", cell=cell)
    if is_same_as_above(cell):
        return _("“{cell}”上面没有可用的内容，请写全。", cell=cell)
    if is_same_as_another(cell):
        return _("“{cell}”指的是哪一格不明，请写全。", cell=cell)
    return ""


def known(cell: str) -> str:
    """The cell, "" for one that says that nothing is known."""
    return "" if cell.strip() in _UNKNOWN else cell.strip()


def is_yes(cell: str) -> bool | None:
    """Whether it says yes; None for what says neither yes nor no."""
    said = cell.strip().lower()
    return True if said in _YES else False if said in _NO else None


_VERBATIM: Final = re.compile(r"〖(.+)〗", re.DOTALL)


def verbatim(text: str) -> str:
    """`text` in the brackets within which the desk's own register has what would be read otherwise."""
    return f"〖{text}〗"


def of_verbatim(cell: str) -> str:
    """What stands in such brackets, "" for a cell that has none."""
    match = _VERBATIM.fullmatch(cell.strip())
    return match[1] if match else ""


def is_read_as_it_is(text: str) -> bool:
    """Whether a cell of that text stands for itself."""
    return known(plain(text)) == text and not not_a_value(text) and not of_verbatim(text)


_BRACKETS: Final = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "《": "》",
    "“": "”",
    "〔": "〕",
    "〖": "〗",
}
CLOSING: Final = "".join(_BRACKETS.values())
"""All that close a bracket."""


def parts(text: str, separators: str) -> list[str]:
    """`text` parted at each of the `separators` that stands in no brackets, without blank parts."""
    found, closing = [""], list[str]()
    for char in text:
        if char in _BRACKETS and "〗" not in closing:
            closing.append(_BRACKETS[char])
        elif closing and char == closing[-1]:
            closing.pop()
        elif char in separators and not closing:
            found.append("")
            continue
        found[-1] += char
    if closing:
        # A bracket that nobody closed holds nothing together.
        found = re.split(f"[{re.escape(separators)}]", text)
    return [part.strip() for part in found if part.strip()]
