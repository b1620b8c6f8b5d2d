"""What the desk's own register (台账) has over the columns that are read in again."""

from __future__ import annotations

from typing import Final

from store.text import N_

REGISTER: Final = {
    "received_at": N_("收件日期"),
    "line": N_("来源"),
    "reporter.name": N_("反映人"),
    "subjects.person": N_("被反映人"),
    "subjects.unit_and_post": N_("单位职务"),
    "disciplines": N_("问题类别"),
    "summary": N_("主要内容"),
}
"""By the field that each is read as; `unit_and_post` are two in one cell."""
