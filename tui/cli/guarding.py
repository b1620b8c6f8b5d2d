"""The commands that guard a desk: keys, roles, who looked, drafts left behind, and the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Final, cast

import click
from pendulum import DateTime

from store import disk
from store.desk.desk import Desk
from store.duty.books import Access
from store.instant import shown_minute, shown_second
from store.printable import json_text
from store.secret.keys import LEAST_PASSPHRASE, make_key_file
from store.secret.roles import ROLES, Role
from store.text import N_, _, listed, spoken
from store.tips.disposition import WITHDRAWN
from store.tips.draft import LeftDraft
from store.tips.dues import Due
from tui.cli.asking import Text
from tui.cli.complaining import complain
from tui.cli.keys import ask_hidden, key_of_archive, keyed
from tui.cli.manual import command
from tui.cli.named_choice import NamedChoice
from tui.cli.options import as_json, common, file_argument, on_desk, open_desk
from tui.cli.output import array, lines, say, value
from tui.cli.written import FilePath, Written
from tui.printing.kinds import figures_json
from tui.words import words

_ROLE: Final = NamedChoice(ROLES)
_ACCESSES: Final = {
    "unlock": N_("解封值班台"),
    "open": N_("查看密封内容"),
    "export": N_("导出"),
    "print": N_("打印或存出纸件"),
    "backup": N_("备份"),
    "archive": N_("封存档案"),
    "drafts": N_("查看草稿"),
    "discard": N_("丢弃草稿"),
    "clear": N_("清除附件文件（个数）"),
    "rekey": N_("更换密钥"),
    "match": N_("比对重复件（次数）"),
    "role": N_("名册变动"),
    "seal": N_("密封公钥"),
    "refused": N_("经 SSH 要求不办理的"),
}


@command(help=_("生成一把 age 密钥，以口令保护，写入新文件，并显示其公钥"))
@common
@file_argument(help=_("密钥写入的新文件"))
def keygen(folder: Path | None, at: str | None, file: Path) -> None:
    passphrase = ask_hidden(_("为密钥设口令"), again=True)
    if len(passphrase) < LEAST_PASSPHRASE:
        raise click.UsageError(_("口令至少 {least} 个字，请另设。", least=LEAST_PASSPHRASE))
    public = make_key_file(file, passphrase)
    complain(_("密钥已写入 {file}。口令无法找回：忘记口令等于丢失密钥。公钥：", file=file))
    click.echo(public)


@command(help=_("名册：谁是组长、值班员、统计员；不写姓名则列出"))
@common
@keyed
@as_json
@click.argument("officer", required=False, metavar=_("姓名"), help=_("值班人员"))
@click.argument(
    "role",
    required=False,
    type=_ROLE,
    metavar=_("职责"),
    help=_ROLE.explained,
)
@click.option("--remove", is_flag=True, help=_("从名册上除名"))
def role(
    folder: Path | None,
    at: str | None,
    json_wanted: bool,
    officer: str | None,
    role: str | None,
    remove: bool,
) -> None:
    if officer and bool(role) is remove:
        raise click.UsageError(
            _("请写明职责（{roles}），或用 --remove 除名。", roles=listed(spoken(ROLES)))
        )
    with open_desk(folder, at) as desk:
        if officer:
            desk.access.set_role(officer, role or "")
            if not desk.access.role:
                # Who took the own role away sees the roster no more.
                return
        roster = desk.access.roster()
    if json_wanted:
        value(list(map(asdict, roster)))
        return
    lines(
        (f"{one.officer}  {_role_name(one.role)}" for one in roster),
        _("没有名册：能打开值班台的人都按组长办理。"),
    )


@command(help=_("何人何时解封、查看、导出、打印了什么"))
@on_desk
@as_json
def audit(desk: Desk, json_wanted: bool) -> None:
    found = desk.access.audit()
    if json_wanted:
        array(map(asdict, found))
        return
    lines(map(access_line, found), _("还没有查看、导出、打印的记录。"))


def access_line(access: Access) -> str:
    what = _(_ACCESSES.get(access.what, access.what))
    parts = (shown_second(access.at), access.by, what, _span(access.numbers), _note(access))
    return "  ".join(part for part in parts if part)


def _note(access: Access) -> str:
    """What is noted, roles by the names that they have elsewhere."""
    if access.what != "role":
        return access.note
    officer, _blank, role = access.note.rpartition(" ")
    return f"{officer} {_role_name(role)}"


def _role_name(role: str) -> str:
    """What a role is called; one that this program does not know, by what stands there."""
    return _(ROLES.get(cast(Role, role), role))


def _span(numbers: tuple[str, ...]) -> str:
    if len(numbers) <= 3:
        return listed(numbers)
    return _("{first} 等 {n} 件", first=numbers[0], n=len(numbers))


@command(help=_("各值班员未保存的草稿；断电后其本人打不开的，由组长以密钥读出；--discard 丢弃一份"))
@on_desk
@keyed
@as_json
@click.option(
    "--discard",
    type=Written(N_("草稿名")),
    help=_("显示该草稿属于谁、何时所存，确认后丢弃；由组长办理，并留记录"),
)
def drafts(desk: Desk, json_wanted: bool, discard: str | None) -> None:
    if discard:
        left = desk.keeping.draft_left(discard)
        say(_draft_line(left, desk.now()))
        if not click.confirm(_("丢弃后无法找回。确要丢弃吗？"), err=True):
            raise click.Abort
        desk.keeping.discard_draft(left)
        say(_("已丢弃。"))
        return
    found = desk.access.drafts_of_all()
    opened = {(draft.officer, draft.name) for draft in found}
    unread = [left for left in desk.drafts.left() if (left.officer, left.name) not in opened]
    if unread:
        complain(
            _("有 {n} 份草稿读不出；密封的值班台，请用 --identity 写明密钥文件。", n=len(unread))
        )
    if json_wanted:
        array(map(asdict, found))
        return
    for draft in found:
        say(f"{draft.kept_at[:19].replace('T', ' ')}  {draft.officer}  {draft.name}")
        say(f"  {json_text(draft.values)}")
    for left in unread:
        say(_draft_line(left, desk.now()))
    if not (found or unread):
        say(_("没有未保存的草稿。"))


def _draft_line(left: LeftDraft, now: DateTime) -> str:
    """Whose a draft is, when it was kept, and how long ago that is."""
    who = left.officer or _("不知何人")
    name = left.name or left.key
    try:
        kept_at = datetime.fromisoformat(left.kept_at)
        hours = int(now.timestamp() - kept_at.timestamp()) // 3600
    except (ValueError, TypeError):
        return _("{who} 的草稿 {name}，何时所存不明", who=who, name=name)
    days, hours = divmod(max(hours, 0), 24)
    return _(
        "{who} 的草稿 {name}，{when} 所存，距今 {days} 天 {hours} 小时",
        who=who,
        name=name,
        when=shown_minute(left.kept_at),
        days=days,
        hours=hours,
    )


@command(help=_("值班台的内容用哪些公钥加密，各附核对用的指纹"))
@on_desk
@keyed
@as_json
def recipients(desk: Desk, json_wanted: bool) -> None:
    found = desk.access.recipients()
    if json_wanted:
        array({"key": key, "fingerprint": short} for key, short in found.items())
        return
    lines((f"{short}  {key}" for key, short in found.items()), _("本值班台没有密封。"))


@command(help=_("更换密钥：全部内容改用所列公钥加密，未列的旧密钥不再能打开"))
@common
@keyed
@click.option(
    "--seal-to",
    "recipients",
    multiple=True,
    required=True,
    metavar=_("公钥"),
    help=_("age 公钥，可写几次"),
)
def rekey(folder: Path | None, at: str | None, recipients: tuple[str, ...]) -> None:
    with open_desk(folder, at) as desk:
        done = desk.keeping.rekey(recipients)
    say(_("已更换密钥：共 {n} 把公钥。请各处重新打开值班台。", n=done.recipients))
    say(words.anchor(done.anchor))
    if left := done.put_aside:
        complain(_("先前移开的文件仍为旧钥所封，核对后请删除：{files}", files=listed(left)))


@command(
    help=_(
        "结束{inspection}：写出全程报表、统计数字和密封档案，核对档案，输入单位名称后删除值班台内容"
    )
)
@on_desk
@keyed
@click.option(
    "--seal-to",
    "recipients",
    multiple=True,
    metavar=_("公钥"),
    help=_("档案用谁的 age 公钥加密，可写几次；默认为值班台的公钥"),
)
@click.argument(
    "target",
    type=FilePath(),
    metavar=_("目录"),
    help=_("报表和档案写入的目录"),
)
@click.option(
    "--to",
    "receiver",
    type=Text(_("接收人")),
    default="",
    help=_("全程移交清单交给谁；不写的留空待填"),
)
def close(desk: Desk, recipients: tuple[str, ...], target: Path, receiver: str) -> None:
    key = key_of_archive(desk)
    archive = _free(target / _("档案.zip.age"))
    desk.keeping.check_can_archive(archive, recipients, key)
    if os.path.exists(target):
        disk.in_own_folder(archive)
    for sentence in _unfinished(desk):
        say(sentence)
    desk.keeping.check_can_end()
    asked = _(
        "下一步写出报表、统计数字和密封档案，核对后删除值班台的全部内容，不能恢复。"
        "确认请输入被{inspection}单位的全称：{unit}",
        unit=desk.notice.unit,
    )
    say(asked)
    typed = click.prompt(_("单位全称"), default="", show_default=False, err=True)
    desk.keeping.check_named(typed)
    with disk.writing_to(target):
        disk.make_folder(target)
    report, figures = _free(target / _("全程报表.html")), _free(target / _("统计.json"))
    # First: the archive has the list that goes with it.
    transfer = _write_transfer(desk, target, receiver)
    found = desk.keeping.seal_archive(archive, recipients, key)
    _write_report(desk, report)
    disk.write_new_file(figures, figures_json(desk))
    say(_("报表：{file}", file=report))
    say(_("统计数字：{file}", file=figures))
    if transfer:
        say(_("移交清单：{file}", file=transfer))
    say(_("档案：{file}（举报 {n} 件，已读回核对）", file=archive, n=found.tips))
    say(_("{label}：{value}", label="SHA-256", value=found.sha256))
    desk.keeping.purge(archive, key, typed)
    say(_("{inspection}已结束，值班台内容已删除。请将档案和密钥分开移交。"))


def _write_report(desk: Desk, file: Path) -> None:
    from tui.papers.report_html import report_html

    page = report_html(desk.notice, desk.figures.report("period"), None)
    disk.write_new_file(file, page.encode())


def _write_transfer(desk: Desk, target: Path, receiver: str) -> Path | None:
    """The list of all that the period's tips are, to be signed; sealed where the desk is. None where
    there are no tips, but for some that were withdrawn."""
    from tui.printing.kinds import drawn

    tips = desk.tips()
    if all(tip.status == WITHDRAWN for tip in tips):
        return None
    content = drawn(desk, desk.papers.transfer(tips, receiver or _("＿＿＿＿＿＿＿＿"))).content
    name = _("移交清单.html")
    if desk.access.is_unlocked:
        content, name = desk.access.seal_export(content), f"{name}.age"
    file = _free(target / name)
    disk.write_new_file(file, content)
    return file


def _free(path: Path) -> Path:
    """`path`, or the first of `path` with -2, -3, … before its ending that is not there: an earlier
    try may have left its own."""
    stem, dot, ending = path.name.partition(".")
    tries = (path.with_name(f"{stem}-{n}{dot}{ending}") for n in count(2))
    return next(one for one in chain([path], tries) if not os.path.lexists(one))


def _unfinished(desk: Desk) -> Iterator[str]:
    """A sentence for each thing that the end would cut short."""
    found = desk.keeping.unfinished()
    if found.period.phase == "before":
        yield _("公告的期间尚未开始。")
    elif found.period.phase == "running" and found.period.days:
        yield _(
            "公告的期间尚未结束：第 {day} 天，共 {days} 天。",
            day=found.period.day,
            days=found.period.days,
        )
    elif found.period.phase == "running":
        yield _("公告的期间尚未结束：第 {day} 天，最后一天未公布。", day=found.period.day)
    if found.open_tips:
        numbers = _span(found.open_tips)
        yield _("尚未处理完的举报 {n} 件：{numbers}", n=len(found.open_tips), numbers=numbers)
    if found.dues:
        yield _(
            "尚未办结的期限 {n} 项，最早的 {day} 到期：{numbers}",
            n=len(found.dues),
            day=_due_day(found.dues[0]),
            numbers=_span(tuple(dict.fromkeys(due.number for due in found.dues))),
        )
    for left in found.drafts:
        yield _("未保存：{draft}", draft=_draft_line(left, desk.now()))
    if found.present:
        yield _("正在值班台：{names}", names=listed(found.present))


def _due_day(found: Due) -> str:
    return f"{found.due_on}{'' if found.calendar_known else words.uncertain()}"
