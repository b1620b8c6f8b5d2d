"""Who may do what at the desk (职责): three roles, and the one table of what each includes."""

from __future__ import annotations

from typing import Final, Literal, get_args

from store.text import N_

Role = Literal["viewer", "officer", "lead"]
Right = Literal["count", "list", "record", "open", "dispose", "export", "manage"]

ROLES: Final[dict[Role, str]] = {
    "viewer": N_("统计员"),
    "officer": N_("值班员"),
    "lead": N_("组长"),
}
# An officer opens no tips but the own ones, until they are handed over.
RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    "viewer": frozenset({"count"}),
    "officer": frozenset({"count", "list", "record"}),
    "lead": frozenset(get_args(Right)),
}
REFUSALS: Final[dict[Right, str]] = {
    "count": N_("本值班台的名册上没有“{officer}”，请组长用 dutydesk role 登记后再打开。"),
    "list": N_("统计员只看统计数字，不看举报。"),
    "record": N_("统计员只看统计数字，不登记举报。"),
    "open": N_("用密钥解锁由组长办理。"),
    "dispose": N_("处理举报由组长办理。"),
    "export": N_("导出和核查由组长办理。"),
    "manage": N_("名册、密钥、公告更正、导入和结束{inspection}由组长办理。"),
}
