"""Why a file could not be used, in the language in use: what the system and TOML say in English."""

from __future__ import annotations

import errno
import tomllib
from typing import Final

from store.late_pattern import late_pattern
from store.text import N_, _

_OF_SYSTEM: Final = {
    errno.ENOENT: N_("没有这个文件或目录"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("不允许这样做"),
    errno.EROFS: N_("磁盘只读"),
    errno.ENOSPC: N_("磁盘已满"),
    errno.EDQUOT: N_("磁盘配额已满"),
    errno.EFBIG: N_("文件过大"),
    errno.EIO: N_("磁盘读写出错"),
    errno.EISDIR: N_("是目录，不是文件"),
    errno.ENOTDIR: N_("路径中有一段不是目录"),
    errno.EEXIST: N_("已经存在"),
    errno.ENAMETOOLONG: N_("名称过长"),
    errno.ELOOP: N_("符号链接循环"),
    errno.ENXIO: N_("不是普通文件"),
    errno.EMFILE: N_("打开的文件过多"),
    errno.ENFILE: N_("打开的文件过多"),
    errno.EBUSY: N_("正被占用"),
    errno.EADDRINUSE: N_("已被占用"),
}
# By the beginning of what the library says.
_OF_TOML: Final = {
    "Cannot declare": N_("这一节或键重复"),
    "Cannot overwrite": N_("这一节或键重复"),
    "Cannot mutate": N_("这一节或键重复"),
    "Cannot redefine": N_("这一节或键重复"),
    "Duplicate": N_("这一节或键重复"),
    "Expected '='": N_("键的后面应为等号"),
    "Expected ']": N_("节的名称没有用方括号括完"),
    "Expected newline": N_("一行只能写一项，后面多了文字"),
    "Illegal character": N_("有不可见的字符，或引号没有成对"),
    "Invalid date": N_("没有这个日期或时间"),
    "Invalid initial": N_("键的名称不对"),
    "Invalid statement": N_("应写作“键 = 值”"),
    "Invalid value": N_("等号后面的值不对，文字要加英文双引号"),
    "Unclosed array": N_("清单没有用方括号括完"),
    "Unclosed inline": N_("花括号没有成对"),
    "Unescaped": N_("文字中的反斜杠要写成两个"),
    "Unterminated": N_("引号没有成对"),
}
_PLACE: Final = late_pattern(r"line (?P<line>\d+),? col(?:umn)? (?P<column>\d+)")


def of_system(error: OSError | ValueError) -> str:
    """Why the system refused a file: in words, or by the code of what is rare."""
    # What is no file of a system has no number.
    usual = errno.ENOENT if isinstance(error, FileNotFoundError) else 0
    number = getattr(error, "errno", None) or usual
    if sentence := _OF_SYSTEM.get(number):
        return _(sentence)
    # Of a path that holds a NUL, Python says no more than that it is one.
    return errno.errorcode.get(number) or _("路径不对")


def of_toml(error: Exception) -> str:
    """What in a file is no TOML, and where."""
    if isinstance(error, RecursionError):
        return _("嵌套过深")
    if not isinstance(error, tomllib.TOMLDecodeError):
        # What Python itself refuses, the library passes on without the place.
        return _("数字过长")
    said = str(error)
    what = next(
        (text for start, text in _OF_TOML.items() if said.startswith(start)), N_("写法不对")
    )
    if not (place := _PLACE.search(said)):
        return _("文件末尾，{what}", what=_(what))
    return _("第 {line} 行第 {column} 个字符处，{what}", **place.groupdict(), what=_(what))
