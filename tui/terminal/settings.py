"""One officer's settings, from one TOML file with comments; what is wrong in it is told and left out.

A setting is a field of `Settings`: its default, and in its metadata the comment that goes into the
file and what it may be.
"""

from __future__ import annotations

import os
from dataclasses import field, fields
from pathlib import Path
from typing import Any, ClassVar, Final

import platformdirs

from store import disk, reasons
from store.frozen import frozen
from store.notice.toml_reader import TomlReader
from store.printable import printable
from store.text import LANGUAGES, N_, _, listed

VARIABLE: Final = "DUTYDESK_SETTINGS"
AUTO: Final = "auto"
_MAX_BYTES: Final = 64 * 1024
_MOST_IDLE_MINUTES: Final = 24 * 60


def _setting(default: Any, comment: str, **may_be: Any) -> Any:
    return field(default=default, metadata={"comment": comment, **may_be})


@frozen
class Settings:
    """What an officer has set, or the defaults; `faults` are sentences on what was left out."""

    language: str = _setting(
        AUTO,
        N_('界面语言：{languages}，"auto" 随系统'),
        choices=(AUTO, *LANGUAGES),
    )
    theme: str = _setting("dark", N_("主题：{themes}"), choices="themes")
    ascii: bool = _setting(False, N_("线条、方块一律改用 ASCII 字符；画不出线条的终端总是如此"))
    reminders: bool = _setting(
        True, N_("受理开始和结束前、期限当日、{inspection}期最后几日，在屏幕上提醒")
    )
    bell: bool = _setting(False, N_("提醒时终端响铃"))
    desktop: bool = _setting(False, N_("提醒时由终端发桌面通知（OSC 9 和 777），内容不含举报"))
    idle_minutes: int = _setting(
        5,
        N_("几分钟无操作后锁屏；0 为从不"),
        limits=range(_MOST_IDLE_MINUTES + 1),
    )
    faults: tuple[str, ...] = ()

    @classmethod
    def load(cls) -> Settings:
        """What the file says, the defaults for what it does not say or says wrongly."""
        path = settings_path()
        try:
            table = _read(path)
        except _Unreadable as error:
            return cls(faults=(printable(str(error)),))
        return _checked(table, path) if table else DEFAULTS


DEFAULTS: Final = Settings()
KEYS: Final = tuple(key for key in fields(Settings) if key.metadata)


class _Reader(TomlReader):
    known: ClassVar = {"": tuple(key.name for key in KEYS)}


class _Unreadable(Exception):
    """The file says nothing at all; `str()` is the sentence for the officer."""


def settings_path() -> Path:
    """The file: what the environment names, else the one in the user's configuration folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_config_path("dutydesk") / "settings.toml"


def language_set() -> str | None:
    """The language that the file asks for, before there is one to tell faults in."""
    try:
        asked = _read(settings_path()).get("language")
    except _Unreadable:
        return None
    return next((language for language in LANGUAGES if language == asked), None)


def _read(path: Path) -> dict[str, Any]:
    """The file as a table, empty where there is none."""
    try:
        with disk.open_file(path) as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        if VARIABLE not in os.environ:
            return {}
        raise _Unreadable(
            _(
                "{file}：没有这个设置文件，按默认设置运行；dutydesk settings --write 可写出一份。",
                file=path,
            )
        ) from None
    except (OSError, ValueError) as error:
        raise _Unreadable(
            _(
                "{file}：不能读取（{reason}），按默认设置运行；请检查路径和权限。",
                file=path,
                reason=reasons.of_system(error),
            )
        ) from error
    if len(data) > _MAX_BYTES:
        raise _Unreadable(_("{file}：超过 64 KB，不是设置文件，按默认设置运行。", file=path))
    import tomllib

    try:
        return tomllib.loads(data.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Unreadable(
            _("{file}：第 {line} 行不是 UTF-8 文字，请另存为 UTF-8。", file=path, line=line)
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _Unreadable(
            _("{file}：不是有效的 TOML：{reason}。", file=path, reason=reasons.of_toml(error))
        ) from error


def choices_of(key: Any) -> tuple[str, ...]:
    """The texts that a setting may be; none if it is no text."""
    choices = key.metadata.get("choices", ())
    if choices == "themes":
        from tui.terminal.themes import NAMES

        return NAMES
    return tuple(choices)


def _checked(table: dict[str, Any], path: Path) -> Settings:
    reader = _Reader(str(path))
    reader.unknown_keys("", table, "")
    values = {}
    for key in KEYS:
        if key.name in table:
            before = len(reader.faults)
            value = _value(reader, table, key)
            if len(reader.faults) == before:
                values[key.name] = value
    faults = (*(fault.sentence for fault in reader.faults), *reader.remarks)
    return Settings(**values, faults=faults)


def _value(reader: _Reader, table: dict[str, Any], key: Any) -> Any:
    if choices := choices_of(key):
        return reader.one_of(table, key.name, "", choices)
    value = table[key.name]
    if isinstance(key.default, bool):
        if not isinstance(value, bool):
            reader.fault(key.name, _("应为 true 或 false，不加引号"))
    elif (
        isinstance(value, bool) or not isinstance(value, int) or value not in key.metadata["limits"]
    ):
        most = key.metadata["limits"][-1]
        reader.fault(key.name, _("应为 0 至 {most} 的整数，不加引号", most=most))
    return value


def written(value: object) -> str:
    """A setting's value as TOML writes it."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def default_text() -> str:
    """The file with all the defaults, each explained."""
    head = _("值班台设置。每项都可删去，删去即按默认。改后重新打开值班台生效。")
    named = [f'"{code}" {_(spoken.name)}' for code, spoken in LANGUAGES.items()]
    parts = [f"# {head}\n"]
    for key in KEYS:
        themes = listed(f'"{name}"' for name in choices_of(key))
        comment = key.metadata["comment"]
        said = _(comment, themes=themes, languages=_("，").join(named))
        parts.append(f"# {said}\n{key.name} = {written(key.default)}\n")
    return "\n".join(parts)
