"""Referrals (转办): to whom a tip may not go, and the copy that goes out, which names no reporter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from store.late_pattern import late_pattern
from store.notice.notice import is_in_scope
from store.text import _
from store.tips.fields import FIELDS
from store.tips.mask import mask_of
from store.tips.names import folded
from store.tips.tip import Reporter, Subject, Tip

_BETWEEN: Final = late_pattern(r"[、，,；;/]|\s和\s|以及")
# Between persons, too: 李明（教育局）, 李明和王芳, but not 和平.
_BETWEEN_PERSONS: Final = late_pattern(
    r"[、，,；;/\s()（）【】〔〕\[\]]|以及|(?<=[^\s、][^\s、])[和与及](?=[^\s、][^\s、])"
)
# What one and the same body is called in short; one that is part of another comes after it.
_SHORT: Final = (
    ("管理委员会", "管委会"),
    ("村民委员会", "村委会"),
    ("居民委员会", "居委会"),
    ("纪律检查委员会", "纪委"),
    ("监察委员会", "监委"),
    ("人民代表大会常务委员会", "人大"),
    ("人大常委会", "人大"),
    ("人民代表大会", "人大"),
    ("街道办事处", "街道办"),
    ("办公室", "办"),
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("工业和信息化", "工信"),
    ("自然资源和规划", "自规"),
    ("环境保护", "环保"),
    ("国土资源", "国土"),
    ("交通警察", "交警"),
    ("交通运输", "交通"),
    ("城市管理", "城管"),
    ("市场监督管理", "市监"),
    ("市场监管", "市监"),
    ("食品药品监督管理", "食药监"),
    ("安全生产监督管理", "安监"),
    ("质量技术监督", "质监"),
    ("工商行政管理", "工商"),
    ("应急管理", "应急"),
    ("卫生和计划生育", "卫计"),
    ("卫生计生", "卫计"),
    ("卫生健康", "卫健"),
    ("文化和旅游", "文旅"),
    ("民族宗教事务", "民宗"),
    ("供销合作社", "供销社"),
    ("股份有限公司", "公司"),
    ("有限责任公司", "公司"),
    ("有限公司", "公司"),
    ("委员会", "委"),
)
# Posts whose holder runs the unit itself; heads of sections (科长、股长、组长) do not.
_HEAD: Final = (
    r"书记|主任|主席|董事长|总经理|校长|院长|局长|厅长|部长|区长|县长|市长|镇长|乡长|"
    r"所长|站长|行长|厂长|馆长|台长|社长|负责人|一把手"
)
_HEADS: Final = late_pattern(_HEAD)
_POST_ALONE: Final = late_pattern(rf"(?:党[组委]|党?支部|党总支|第一|常务)?副?(?:{_HEAD})")
_TITLE: Final = (
    rf"同志|副?(?:{_HEAD}|处长|科长|股长|组长|队长|[一二三四]?级?(?:主任)?科员|干事|秘书|会计|出纳)"
)
# What follows a name and is none of it; and what stands before one, a title or where they work.
_CALLED: Final = late_pattern(rf"(?<=..)(?:先生|女士|老师|{_TITLE})$")
_BEFORE_NAME: Final = late_pattern(
    rf"(?:{_TITLE}|.[局委办室科股处部厅院校园组所站队社会厂行馆台]|中心|公司|集团|政府|支部|[省市州县区旗乡镇村]|街道|社区)$"
)
_RUNS_THE_UNIT: Final = frozenset({"leadership", "next_level_head"})
# What groups in a notice's own words are called whose members run the unit.
_CALLED_TO_RUN_IT: Final = late_pattern(r"班子|负责人|两委|一把手")
_LEAST_NAME: Final = 2
# Shorter names are those of many bodies: 纪委 alone is not that of a village.
_LEAST_SHORT_NAME: Final = 3
_OF_A_LEVEL: Final = late_pattern(r"[省市州县区旗乡镇村][委办府厅局院校部站所队社行台馆厂]")
# What a place ends with that names none: 县城 and 市场 begin what many bodies are called.
_OF_ANY_PLACE: Final = late_pattern(r"[省市州县区旗乡镇村](?:城[区乡镇]|乡[村镇]|农村|市场)")
_BLANK: Final = Tip(channel="")
_TELLING: Final = [field.name.partition(".")[::2] for field in FIELDS if field.tells_who]
_TELLING_TEXTS: Final = {name: getattr(_BLANK, name) for name, part in _TELLING if not part}
_TELLING_PARTS: Final = {
    part: getattr(Subject(), part) for name, part in _TELLING if name == "subjects"
}


def complained_of(
    subjects: Iterable[Subject], receiver: str, *, is_person: bool = False
) -> Subject | None:
    """The subject of a tip that `receiver` is, or belongs to; None if it may go there. Who is a person,
    not a body, is the one of that name alone: 李明同志 and 教育局李明 are 李明, and 李明华 is not.

    Neither material nor reporter is passed or made known to the person or the organisation
    complained of. A unit is complained of where no person of it is named, or where the person
    named runs it. Source: 纪检监察机关处理检举控告工作规则 art. 47 (2).
    """
    # The characters of a name may stand apart, and those of several only by a blank.
    split = [*_BETWEEN.split(receiver), *(_BETWEEN_PERSONS.split(receiver) if is_person else ())]
    parts = [name for part in split if (name := _compared(part))]
    for subject in subjects:
        for part in parts:
            is_named = _is_called(part, subject) if is_person else _has_name(part, subject)
            # Of somebody called by a post alone (书记) it is not said of which body.
            is_post = is_person and _POST_ALONE.fullmatch(part)
            if is_named or (not is_post and _is_or_belongs_to(part, subject)):
                return subject
    return None


def _is_called(person: str, subject: Subject) -> bool:
    name, called = _CALLED.sub("", _compared(subject.person)), _CALLED.sub("", person)
    if called == name or len(name) < _LEAST_NAME:
        return called == name
    return called.endswith(name) and bool(_BEFORE_NAME.search(called.removesuffix(name)))


def _has_name(receiver: str, subject: Subject) -> bool:
    name = _compared(subject.person)
    return len(name) >= _LEAST_NAME and name in receiver


def why_not(subjects: Iterable[Subject], receiver: str, *, is_person: bool = False) -> str:
    """A sentence that explains why a tip on `subjects` may not go to `receiver`, "" if it may."""
    subject = complained_of(subjects, receiver, is_person=is_person)
    if subject is None:
        return ""
    name = "".join((subject.unit, subject.person or subject.post))
    return _(
        "不能送交“{receiver}”：该处就是本件反映的“{name}”，或归其管。检举控告材料和反映人情况不得转给或告知被反映的单位和人（《处理检举控告工作规则》第四十七条），请改送其上级或其他有关部门。",
        receiver=receiver.strip(),
        name=name,
    )


def _is_or_belongs_to(receiver: str, subject: Subject) -> bool:
    unit, person, post = map(_compared, (subject.unit, subject.person, subject.post))
    # "某局局长" for a name or a post: the bureau is run by whom it is about.
    if any(_HEADS.search(text) and text.startswith(receiver) for text in (person, post)):
        return True
    run = (_run_by(text) for text in (person, post, unit + person, unit + post))
    if any(_is_short_for(receiver, body) for body in run):
        return True
    if len(unit) < _LEAST_NAME or not (unit in receiver or _is_short_for(receiver, unit)):
        return False
    return (
        not (person or post)
        or _runs_the_unit(subject.group)
        or bool(_HEADS.search(person) or _HEADS.search(post))
    )


def _run_by(title: str) -> str:
    """The body whose head is called so, as 某局 of 某局副局长; "" for one that is no head."""
    head = _HEADS.search(title)
    return title[: head.start()].removesuffix("副") if head else ""


def _is_short_for(receiver: str, body: str) -> bool:
    """Whether `receiver` is `body` without the places ahead of it, as 县教育局 is of 湘乡县教育局, or
    belongs to that. What `body` only begins with is its superior: 市公安局 of 市公安局交警支队."""
    names = (body[n:] for n in range(1, len(body)))
    return any(
        receiver.startswith(name)
        for name in names
        if _OF_A_LEVEL.fullmatch(name)
        or (len(name) >= _LEAST_SHORT_NAME and not _OF_ANY_PLACE.fullmatch(name))
    )


def _runs_the_unit(group: str) -> bool:
    return group in _RUNS_THE_UNIT or (is_in_scope(group) and bool(_CALLED_TO_RUN_IT.search(group)))


def _compared(name: str) -> str:
    text = folded(name)
    for long, short in _SHORT:
        text = text.replace(long, short)
    return text


def referral_copy(tip: Tip) -> dict[str, Any]:
    """What of a tip goes to its receiver: nothing of who reported, nor what would tell it.

    Left out are the reporter, the line, the letter's marks and the visit; where the content, or who it
    is about, gives the reporter's name or contact, that is masked.
    """
    how, plain = tip.disposition, without_reporter(tip)
    received = tip.received_at
    return {
        "number": tip.number,
        "received_on": received and received.date().isoformat(),
        "subjects": plain.as_json()["subjects"],
        "disciplines": list(tip.disciplines),
        "content": plain.summary,
        "referred_to": tip.referred_to,
        "letter": how.letter if how else "",
        "referred_on": how.on.isoformat() if how and how.on else None,
    }


def tells_who(tip: Tip) -> bool:
    """Whether anything in a tip would be left out of it, or masked, without the reporter."""
    who = tip.reporter
    if who and (who.name or who.contact):
        return True
    return replace(without_reporter(tip), reporter=who) != tip


def without_reporter(tip: Tip) -> Tip:
    """A tip as papers have it that are made without the reporter: of the reporter the kind alone,
    nothing in the fields that may tell who it was, each part of name and contact masked in what is left.
    What else in it might tell, only a reader sees."""
    how, told, reported, masked = tip.disposition, tip.told, tip.reported, mask_of(tip)
    return replace(
        tip,
        reporter=tip.reporter and Reporter(sealed_as=tip.reporter.kind),
        subjects=tuple(
            replace(
                subject,
                unit=masked(subject.unit),
                person=masked(subject.person),
                post=masked(subject.post),
                **_TELLING_PARTS,
            )
            for subject in tip.subjects
        ),
        summary=masked(tip.summary),
        disposition=how and replace(how, why=masked(how.why)),
        told=told and replace(told, note=masked(told.note)),
        reported=reported and replace(reported, note=masked(reported.note)),
        notes=tuple(replace(note, text=masked(note.text)) for note in tip.notes),
        # A call-back is to the reporter: what it is about may say who that is.
        appointments=tuple(replace(one, text="") for one in tip.appointments),
        enclosures=tuple(
            replace(
                one,
                name=masked(one.name),
                kept_at=masked(one.kept_at),
                file_number=masked(one.file_number),
            )
            for one in tip.enclosures
        ),
        **_TELLING_TEXTS,
    )
