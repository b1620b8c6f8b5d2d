"""Who reported and whom it concerns, as offices write persons into one cell."""

from __future__ import annotations

import re
from typing import Any, Final

from store.errors import Fault
from store.notice.notice import Notice
from store.registers import terms
from store.registers.cells import (
    CLOSING,
    is_read_as_it_is,
    is_yes,
    known,
    of_verbatim,
    parts,
    verbatim,
)
from store.text import N_, _, in_all
from store.tips.nobody import ANONYMOUS, NAMELESS, is_anonymous, names_nobody
from store.tips.tip import Reporter, ReporterKind

_VERIFIED: Final = re.compile(r"实名(?:举报|反映|信访)?|已核实")
_UNVERIFIED: Final = re.compile(r"待核实|未核实|署名(?:举报|反映)?|具名|化名不详")
_SIGNED_OTHERWISE: Final = re.compile(r"(?:联|化|假|冒)名(?:举报|反映|信)?")
_NO_NAME: Final = re.compile(
    r"实名(?:举报)?|待核实|未核实|署名(?:举报)?|[只仅]留(?:号码|电话|地址|联系方式)"
)
_BEFORE: Final = re.compile(
    r"(实名|署名|具名|待核实)(?:举报|反映)?(?:人)?\s*[:：,，]\s*(.+)", re.DOTALL
)
_BRACKETS: Final = re.compile(r"[（(【\[]\s*([^（）()【】\[\]]*?)\s*[）)】\]]")
_TELEPHONE: Final = re.compile(
    r"(?:(?:联系)?(?:电话|手机|方式)|电话号码|tel)?\s*[:：]?\s*(?<!\d)"
    r"((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[2-8]\d{6,7})(?!\d)",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POST: Final = (
    r"(?:(?:原|时任|现任)?(?:党[组委工]{1,2}|党总支|党支部|行政|机关|常务|第一|副)*"
    r"(?:书记|局长|主任|处长|科长|院长|校长|厅长|部长|县长|区长|市长|乡长|镇长|村长|主席|董事长|"
    r"总经理|经理|所长|站长|队长|会计|出纳|组长|秘书长|委员|干事|科员|主管|厂长|行长|巡视员|调研员|园长|支书|村(?:支书|主任|会计|出纳|文书|支?委|党支部书记|党总支书记|委会?(?:主任|副主任|委员))|常委|法人|村医|教师))"
)
# The unit ends where its first post begins.
_UNIT_AND_POST: Final = re.compile(
    rf"(.*?(?:局|委|委员会|办|办公室|厅|处|部|院|校|中心|公司|集团|镇|乡|街道|社区|村|所|站|队|会|政府|学|行|厂|科|室|园|组|县|区|市|省))"
    rf"({_POST}(?:.*))",
    re.DOTALL,
)
_KINDS: Final[dict[ReporterKind, str]] = {
    "anonymous": N_("匿名"),
    "named": N_("实名"),
    "unverified": N_("待核实"),
    "number_only": N_("仅留联系方式"),
}
# What registers of older versions call the last of them.
_KINDS_BEFORE: Final = ("只留号码", "by number")
_STRONG: Final = "；;\n"
_WEAK: Final = "、，,/"
# What may stand between one of a numbered list and the next.
_ENDS: Final = "，,。 "
_NUMBERED: Final = re.compile(r"(?:^|(?<=[\s；;，,。]))[（(]?\d{1,2}[)）.．、](?=\D)\s*")


def reporter(
    name: str, contact: str, verified: str
) -> tuple[dict[str, Any] | None, tuple[Fault, ...], list[str]]:
    """Who reported: as an entry has it, what is wrong, and what was left out."""
    if own := _of_own_register(name):
        return own, (), []
    remarks = list[str]()
    name, contact, said = known(name), known(contact), is_yes(verified)
    is_verified = bool(said)
    if said is None and verified:
        is_verified = bool(_VERIFIED.fullmatch(verified.strip()))
        others = (_UNVERIFIED, _SIGNED_OTHERWISE, ANONYMOUS)
        if not is_verified and not any(other.fullmatch(verified.strip()) for other in others):
            sentence = _("身份已核实：“{written}”应写是或否。", written=verified[:20])
            return None, (Fault("reporter.verified", sentence),), []
    if match := _BEFORE.fullmatch(name):
        is_verified = is_verified or match[1] == "实名"
        name = match[2].strip()
    contacts = [contact] if contact else []
    if match := _own_form().fullmatch(name):
        # As the desk's own register writes it: what stands behind the kind is the contact.
        name, contacts = match[1], [*contacts, match[2]]
    for bracket in _BRACKETS.finditer(name):
        inside = bracket[1].strip()
        if _VERIFIED.fullmatch(inside) or inside in in_all("实名"):
            is_verified = True
        elif found := _TELEPHONE.fullmatch(inside):
            contacts.append(found[1])
        elif _AT.fullmatch(inside):
            contacts.append(inside)
        elif not _says_no_name(inside, is_all=name == bracket[0]):
            continue
        name = name.replace(bracket[0], " ")
    for pattern in (_TELEPHONE, _AT):
        while found := pattern.search(name):
            contacts.append(found[1] if pattern is _TELEPHONE else found[0])
            name = f"{name[: found.start()]} {name[found.end() :]}"
    name = re.sub(r"\s+", " ", name).strip(" ,，、；;:：/")
    # 白沙村村民 is kept, as an entry keeps it: of a name that was taken for such, no word is lost.
    if is_anonymous(name) or _NO_NAME.fullmatch(name) or name in _kinds():
        name = ""
    is_named = bool(name) and not names_nobody(name)
    if is_verified and not is_named:
        remarks.append(_("写明实名，但没有姓名"))
    contacts = list(dict.fromkeys(contacts))
    if not (name or contacts):
        return None, (), remarks
    found_contact = _("；").join(contacts)
    return (
        {"name": name, "contact": found_contact, "verified": is_named and is_verified},
        (),
        remarks,
    )


def _says_no_name(inside: str, *, is_all: bool) -> bool:
    """Whether what stands in brackets says no more than that nobody is named, or whether it is known who
    it is; `is_all`: nothing stands beside it."""
    nobody = ANONYMOUS if is_all else NAMELESS
    is_unknown = bool(nobody.fullmatch(inside) or _UNVERIFIED.fullmatch(inside))
    return is_unknown or inside in in_all("待核实")


def _kinds() -> frozenset[str]:
    """What the desk's own registers call the kinds of reporters, in each language."""
    return frozenset(
        {*_KINDS_BEFORE, *(word for label in _KINDS.values() for word in in_all(label))}
    )


def is_post(text: str) -> bool:
    """Whether it is what somebody is (局长), and no name."""
    return bool(re.fullmatch(_POST, text))


def kind_alone(cell: str) -> str:
    """The kind of a reporter whom a cell does not name, as the desk's own register has it; "" for any
    other cell, and for nobody."""
    named = (kind for kind, label in _KINDS.items() if cell.strip() in in_all(label))
    return next((kind for kind in named if kind != "anonymous"), "")


def subject_cell(text: str, part: str) -> str:
    """One part of a cell of subjects in the desk's own register, so that it is read again as it is."""
    if not text:
        return "—"
    is_read = known(text) == text and is_read_as_it_is(text)
    if part == "person":
        bracket = _BRACKETS.search(text)
        is_read = is_read and parts(text, _STRONG + _WEAK) == [text]
        is_read = is_read and not (bracket and _of_bracket(bracket[1], "", ""))
    is_read = is_read and not _NUMBERED.match(text)
    # A bracket that nobody closed here would be closed by the next part.
    is_read = is_read and parts(f"{text}；{CLOSING}", _STRONG) == [text, CLOSING]
    return text if is_read else verbatim(text)


def reporter_cell(found: Reporter, kind: str) -> str:
    """A reporter in the desk's own register: the same, of the name, its `kind` and the contact."""

    def cell(name: str, contact: str) -> str:
        named = _("{name}（{kind}）", name=name, kind=kind) if name else kind
        return " ".join(filter(None, (named, contact)))

    plain = cell(found.name, found.contact)
    read, _faults, _remarks = reporter(plain, "", "")
    meant = {"name": found.name, "contact": found.contact, "verified": found.verified}
    if read == meant and is_read_as_it_is(plain):
        return plain
    return cell(*(text and verbatim(text) for text in (found.name, found.contact)))


def _of_own_register(cell: str) -> dict[str, Any] | None:
    """What a cell says in which name and contact stand as they are; None for any other."""
    match = _own_form_verbatim().fullmatch(cell)
    if match is None or not (match["name"] or match["contact"]):
        return None
    verified = match["kind"] in in_all("实名")
    return {"name": match["name"] or "", "contact": match["contact"] or "", "verified": verified}


def _own_form_verbatim() -> re.Pattern[str]:
    kind = "|".join(map(re.escape, _kinds()))
    return re.compile(
        rf"(?:〖(?P<name>.+)〗 ?[（(])?(?P<kind>{kind})[)）]?(?: 〖(?P<contact>.+)〗)?", re.DOTALL
    )


def _own_form() -> re.Pattern[str]:
    kind = "|".join(map(re.escape, _kinds()))
    return re.compile(rf"(.+ ?[（(](?:{kind})[)）](?=\s*\S)|(?:{kind})(?=\s\S))\s*(.+)", re.DOTALL)


def subjects(
    given: dict[str, str], default_group: str, notice: Notice
) -> tuple[list[dict[str, str]], tuple[Fault, ...]]:
    """Whom it concerns: as many as there are persons, else units; one unit and one group stand for
    all. Columns that have not equally many parts are a fault."""
    persons = _strong(given.get("person", ""))
    commas = len(persons) == 1
    if commas:
        persons = parts(persons[0], _WEAK)
    others = (_strong(given.get(name, "")) for name in ("unit", "unit_and_post"))
    many = len(persons) or max(map(len, others)) or 1
    columns: dict[str, list[str]] = {"person": persons or [""] * many}
    for name in ("unit", "post", "group", "unit_and_post"):
        # Where semicolons part the persons, a comma parts the posts of one of them.
        commas_part = commas or name == "group"
        found = _in_parts(given.get(name, ""), many, commas_part, stands_for_all=name != "post")
        if found is None:
            return [], (Fault("subjects", _unequal(name, given[name], many)),)
        columns[name] = found
    return _assembled(columns, default_group, notice)


def _assembled(
    columns: dict[str, list[str]], default_group: str, notice: Notice
) -> tuple[list[dict[str, str]], tuple[Fault, ...]]:
    made, faults = list[dict[str, str]](), list[Fault]()
    for n, person in enumerate(columns["person"]):
        unit, post = unit_and_post(columns["unit_and_post"][n])
        unit, post = _said(columns["unit"][n]) or unit, _said(columns["post"][n]) or post
        bracket = None if of_verbatim(person) else _BRACKETS.search(person)
        person = _said(person)
        if bracket and (found := _of_bracket(bracket[1], unit, post)):
            unit, post = found
            person = person.replace(bracket[0], "").strip()
        written = known(columns["group"][n])
        group = terms.group(written, notice)
        if group is None:
            sentence = _(
                "对象类别：“{written}”不在公告所列之内，应为：{names}。",
                written=written,
                names=terms.group_names(notice),
            )
            if all(fault.sentence != sentence for fault in faults):
                faults.append(Fault(f"subjects[{len(made)}].group", sentence))
        if unit or person or post or group:
            made.append(
                {
                    "unit": unit,
                    "person": person,
                    "post": post,
                    "group": group or (default_group if group == "" else ""),
                }
            )
    return made, tuple(faults)


def _said(part: str) -> str:
    return of_verbatim(part) or known(part)


def _of_bracket(inside: str, unit: str, post: str) -> tuple[str, str] | None:
    """The unit and the post that stand behind a name, as far as no column says them; None if it
    says something else."""
    if not post and re.match(_POST, inside):
        return unit, inside
    if unit or post:
        return None
    first, _comma, rest = re.sub("[，,、；;]", "\n", inside, count=1).partition("\n")
    if re.match(_POST, rest) and not _UNIT_AND_POST.fullmatch(first):
        return first, rest
    match = _UNIT_AND_POST.fullmatch(inside)
    return (match[1], match[2]) if match else None


def unit_and_post(text: str) -> tuple[str, str]:
    """`某局 局长` and `某局党组书记、局长` apart; all is the unit where no post is seen."""
    text = known(text)
    unit, _blank, post = text.rpartition(" ")
    if unit:
        return known(unit), post
    if match := _UNIT_AND_POST.fullmatch(text):
        return match[1], match[2]
    return ("", text) if re.match(_POST, text) else (text, "")


def _strong(text: str) -> list[str]:
    """The parts of a cell, without the numbers before them where it is a list that has them."""
    text = known(text)
    if not _NUMBERED.match(text):
        return parts(text, _STRONG)
    found = (part.rstrip(_ENDS) for part in parts(_NUMBERED.sub("；", text), _STRONG))
    return list(filter(None, found))


def _in_parts(text: str, many: int, commas_part: bool, *, stands_for_all: bool) -> list[str] | None:
    """A cell in as many parts as there are subjects; None if it has not as many."""
    text = known(text)
    if not text or many == 1:
        return [text] * many
    found = _strong(text)
    if len(found) == 1 and commas_part:
        found = parts(text, _WEAK)
    if len(found) == many:
        return found
    return [text] * many if len(found) == 1 and stands_for_all else None


def _unequal(name: str, written: str, many: int) -> str:
    labels = {
        "unit": _("被反映单位"),
        "post": _("职务"),
        "group": _("对象类别"),
        "unit_and_post": _("单位及职务"),
    }
    return _(
        "{label}：“{written}”与 {many} 名被反映人对不上，请用分号分开，一一对应。",
        label=labels[name],
        written=written[:40],
        many=many,
    )
