"""The papers of the duty as plain text: hand-over sheet, duty log, closing sheet, forms given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len

from store.duty.books import Form, LogEntry, Shift
from store.duty.closing import Closing
from store.duty.handover import Handover, Sheet, ToCome
from store.instant import shown_minute
from store.notice.notice import Notice
from store.text import _, listed
from tui.terminal.wrapping import fitted
from tui.words import follow_up_words, words
from tui.words.disposition_words import marked_as, status_label

_NUMBERS_A_ROW: Final = 6


def _titled(title: str, rows: Iterable[str]) -> Iterator[str]:
    yield _("【{title}】", title=title)
    none = True
    for row in rows:
        none = False
        yield f"  {row}"
    if none:
        yield "  " + _("无")


# Hand-over


def handover_text(notice: Notice, found: Handover) -> str:
    """The whole sheet."""
    return "\n".join(_handover(notice, found))


def _handover(notice: Notice, found: Handover) -> Iterator[str]:
    sheet = found.sheet
    # A correction of the notice does not rename who signed.
    team = (found.shift and found.shift.team) or notice.team
    yield _("{team}交接班单", team=team)
    yield from _who(found.shift)
    if found.before:
        by = found.before
        handed = f"{by.handed_by} {shown_minute(by.handed_at)}"
        yield from _titled(_("上一班交来（{handed}）", handed=handed), by.notes.splitlines())
    got = _("{n} 件", n=sheet.received)
    if sheet.received:
        numbers = dict.fromkeys((sheet.first, sheet.last))
        got += _("（{remark}）", remark=" – ".join(numbers))
    yield from _titled(_("自上次交班登记"), [got])
    yield from _titled(_("来源"), _counted(sheet.by_channel, words.channel_label))
    yield from _titled(_("问题类别"), _counted(sheet.by_discipline, words.discipline))
    drafts = (_("最后修改于 {at}", at=shown_minute(at)) for at in sheet.drafts)
    yield from _titled(_("本人未保存的草稿"), drafts)
    yield from _titled(_("值班日志"), map(log_line, sheet.log))
    if found.shift and found.shift.handed_at:
        yield from _titled(_("交班事项"), found.shift.notes.splitlines())
    if sheet.appointments:
        yield from _titled(_("待办的回电、约谈"), map(_to_come, sheet.appointments))
    yield from _titled(_("未办结（{n} 件）", n=sheet.open_count), _open(sheet))
    if sheet.recipients:
        yield from _titled(_("密封公钥指纹"), sheet.recipients)
    if sheet.anchor:
        yield words.anchor(sheet.anchor)


def _who(shift: Shift | None) -> Iterator[str]:
    if shift is None:
        yield _("当前无人值班。")
        return
    officers = listed(shift.officers)
    yield _("值班：{officers}，{at} 接班", officers=officers, at=shown_minute(shift.taken_at))
    if shift.handed_at:
        yield _("交班：{by}，{at}", by=shift.handed_by, at=shown_minute(shift.handed_at))
        if shift.received_at:
            yield _(
                "接班确认：{by}，{at}", by=shift.received_by, at=shown_minute(shift.received_at)
            )
        else:
            yield _("接班确认：尚未确认")


def _counted(counts: Mapping[str, int], label: Callable[[str], str]) -> list[str]:
    """All on one line, or nothing."""
    counted = "  ".join(f"{label(name)} {n}" for name, n in counts.items() if n)
    return [counted] if counted else []


def _open(sheet: Sheet) -> Iterator[str]:
    tips, count = sheet.open, sheet.open_count
    # A sealed desk names to whom it seals.
    hidden = words.hidden_word(is_sealed=bool(sheet.recipients))
    states = [marked_as(tip.status, to_complete=tip.to_complete)[0] for tip in tips]
    widest = max(map(cell_len, states), default=0)
    for tip, label in zip(tips, states, strict=True):
        state = fitted(label, widest)
        what = hidden if tip.is_hidden else tip.what
        yield f"{tip.number}  {state}  {shown_minute(tip.received_at)}  {what}"
    if count > len(tips):
        yield _("另有 {n} 件未列出", n=count - len(tips))


def _to_come(found: ToCome) -> str:
    return f"{shown_minute(found.when)}  {follow_up_words.kind(found.kind)}  {found.number}"


# Duty log


def log_line(entry: LogEntry) -> str:
    """One line of the duty log."""
    return f"{shown_minute(entry.at)}  {entry.by}  {' '.join(entry.text.split())}"


# Closing


def closing_text(notice: Notice, found: Closing) -> str:
    """The reconciliation and the register of late letters."""
    return "\n".join(_closing(notice, found))


def _closing(notice: Notice, found: Closing) -> Iterator[str]:
    yield _("{team}收件核对单", team=notice.team)
    cut_off = words.until_minute(notice, found.cut_off) if found.cut_off else _("尚未公布")
    yield _("受理截止：{at}", at=cut_off)
    yield _("核对时间：{at}", at=words.local_minute(notice, found.at))
    numbers = {
        "received": found.received,
        "handed": found.handed_to_team,
        "referred": found.referred,
        "kept": found.kept_for_reference,
        "passed": found.passed_through,
    }
    yield (
        _(
            "收到 {received} = 呈组长 {handed} + 转办 {referred} + 留存备查 {kept} + 径送 {passed}",
            **numbers,
        )
        if found.comes_out
        else _(
            "收到 {received} ≠ 呈组长 {handed} + 转办 {referred} + 留存备查 {kept} + 径送 {passed}，尚有 {open} 件未办结",
            **numbers,
            open=len(found.open),
        )
    )
    yield _(
        "留存备查中重复件 {n} 件；误录撤销 {m} 件，不计入收到。",
        n=found.duplicates,
        m=found.withdrawn,
    )
    yield from _titled(_("未办结（{n} 件）", n=len(found.open)), _in_rows(found.open))
    late = (
        "  ".join(
            filter(
                None,
                (
                    tip.number,
                    shown_minute(tip.received_at),
                    words.channel_label(tip.channel),
                    _("邮戳 {day}", day=tip.postmarked_on) if tip.postmarked_on else "",
                    tip.registration_mark,
                    status_label(tip.status),
                ),
            )
        )
        for tip in found.late
    )
    yield from _titled(_("截止后收件登记（{n} 件）", n=len(found.late)), late)
    yield words.anchor(found.anchor)


def _in_rows(numbers: Sequence[str]) -> Iterator[str]:
    """Several numbers a row, as many as a page of 72 cells takes."""
    for at in range(0, len(numbers), _NUMBERS_A_ROW):
        yield "  ".join(numbers[at : at + _NUMBERS_A_ROW])


# Forms on paper


def form_number(number: int) -> str:
    """The number as it stands on the form."""
    return f"{number:04}"


def form_line(number: int, form: Form) -> str:
    """One form and what became of it."""
    if form.tip:
        state = _("已补录为 {tip}", tip=form.tip)
    elif form.void:
        state = _("作废：{why}", why=form.void)
    else:
        state = _("未交回")
    return f"{form_number(number)}  {shown_minute(form.printed_at)}  {state}"


def forms_sentence(forms: Mapping[int, Form]) -> str:
    """Whether all numbers are accounted for."""
    out = sum(form.is_out for form in forms.values())
    return _(
        "发出 {given} 张 = 补录 {entered} + 作废 {void} + 未交回 {out}",
        given=len(forms),
        entered=sum(bool(form.tip) for form in forms.values()),
        void=sum(bool(form.void) for form in forms.values()),
        out=out,
    )
