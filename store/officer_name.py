"""What may be the name of an officer."""

from __future__ import annotations

from typing import Final

from store.errors import step_refused
from store.late_pattern import late_pattern
from store.printable import as_one_name, first_unprintable
from store.text import _

_LONGEST: Final = 40
# Letters of any script and digits, with what stands inside a name: 欧阳·娜娜, J. O-Brien, duty_1.
# The fillers of Hangul count as letters and are seen by nobody.
_NAME: Final = late_pattern(r"(?!.*[\u115f\u1160])\w(?:[\w ·.\-]*[\w.])?")


def officer_name(text: str) -> str:
    """`text` as the name of an officer, one for all that look alike. Raises `StepRefused`.

    The name becomes part of a command line in `authorized_keys`, so nothing may be in it that a
    shell or `sshd` would act on.
    """
    name = as_one_name(text)
    if first_unprintable(text) is None and len(name) <= _LONGEST and _NAME.fullmatch(name):
        return name
    raise step_refused(
        "officer",
        _(
            "“{name}” 不能用作值班人员姓名：须为 1 至 {most} 个汉字、字母或数字，"
            "中间可有空格、间隔号、点和连字符。",
            name=text,
            most=_LONGEST,
        ),
    )
