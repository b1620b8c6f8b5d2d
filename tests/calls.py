"""Tips as they come in one after the other: what is typed of each, and what is to be stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.tips.tip import Tip


class Told(str):
    """What a caller tells: text, and no key of the program's."""

    __slots__ = ()


class Pasted(Told):
    """Text that is pasted from elsewhere."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Call:
    """The keys, by the names of `tests.terminal.KEYS`, and the texts of one or more tips that are
    taken at a time; `stored` is what each of them holds in the end, in the order of their numbers."""

    name: str
    typed: tuple[str, ...]
    stored: tuple[Stored, ...]

    @property
    def keys(self) -> int:
        """How many keys that is, beside the text."""
        return sum(not isinstance(key, Told) for key in self.typed)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is to be found of a tip; `subjects` are unit, person and post of each."""

    summary: str
    subjects: tuple[tuple[str, str, str], ...] = ()
    channel: str = "landline"
    reporter: tuple[str, str] = ("", "")
    referred_to: str = ""

    @property
    def letters(self) -> int:
        """How many letters that is."""
        texts = (self.summary, *self.reporter, self.referred_to)
        return sum(map(len, texts)) + sum(len(part) for one in self.subjects for part in one)


def stored_of(tip: Tip) -> Stored:
    """What a tip holds."""
    return Stored(
        tip.summary,
        tuple((one.unit, one.person, one.post) for one in tip.subjects),
        tip.channel,
        (tip.reporter.name, tip.reporter.contact) if tip.reporter else ("", ""),
        tip.referred_to,
    )


_SUBJECTS: Final = (
    ("某县国土局", "李四", "局长"),
    ("橘湾镇政府", "王五", "镇长"),
    ("试验区数据服务中心", "赵六", "副主任"),
)
_STORIES: Final = (
    "去年中秋收受开发商礼金三万元，有转账记录，同事赵某知情。",
    "3月以来多次用公款在某农家乐接待亲属，发票开成会议费，共5次约1.2万元。",
    "将亲戚安排到下属单位领取工资，本人从不上班；群众反映强烈，多次向镇里反映没有结果。",
    "工程未经招标即交由其弟的公司承建，合同价与市场价相差较大，知情人为原会计钱某。",
)


def whom(subject: tuple[str, str, str], group: str = "1") -> tuple[str, ...]:
    """One subject, its group chosen."""
    unit, person, post = map(Told, subject)
    return (unit, "Enter", person, "Enter", post, "Enter", group)


def anonymous(place: int, subject: int = 0, kind: type[Told] = Told) -> Call:
    """A call of one who is not named."""
    story = kind(_STORIES[place % 4])
    typed = ("F2", *whom(_SUBJECTS[subject]), story, "Tab", "3", "Ctrl+S")
    return Call("anonymous call", typed, (Stored(str(story), (_SUBJECTS[subject],)),))


def named(place: int) -> Call:
    """A call of one who gives a name and a number."""
    call = anonymous(place, 1)
    who = ("Enter", "Enter", Told("张三"), "Enter", Told("13900001111"), "Ctrl+S")
    (stored,) = call.stored
    told = Stored(stored.summary, stored.subjects, reporter=("张三", "13900001111"))
    return Call("named call", (*call.typed[:-1], *who), (told,))


def letter() -> Call:
    """A letter on three people, whose text is pasted."""
    first, second, third = (whom(one) for one in _SUBJECTS)
    text = "来信反映三人合伙套取补贴：\n一、虚报面积；\n二、冒领款项。"
    typed = ("F2", "Ctrl+F", "3", *first, "F6", *second, "F6", *third, Pasted(text))
    return Call("letter", (*typed, "Tab", "3", "Ctrl+S"), (Stored(text, _SUBJECTS, "post"),))


def out_of_scope() -> Call:
    """What is referred to others."""
    typed = ("F2", "Ctrl+F", "1", Told("某街道"), "Ctrl+F", "f", "4", Told("小区噪声扰民"))
    to = ("Tab", "Enter", "Enter", Told("区环境保护局"), "Ctrl+S")
    stored = Stored("小区噪声扰民", (("某街道", "", ""),), referred_to="区环境保护局")
    return Call("out of scope", (*typed, *to), (stored,))


def two_at_once() -> Call:
    """A second caller is heard while the first is half told, and saved before."""
    first, second = anonymous(0, 0), anonymous(3, 2)
    text = str(first.stored[0].summary)
    half = ("F2", *whom(_SUBJECTS[0]), Told(text[:12]))
    rest = ("Ctrl+E", Told(text[12:]), "Tab", "3", "Ctrl+S")
    return Call("two at once", (*half, *second.typed, *rest), second.stored + first.stored)


def typed_where_one_chooses() -> Call:
    """The story begins while the focus is on the line, and goes on at the disciplines."""
    story = "来电人要求保密，反映食堂承包未公开。"
    typed = ("F2", "Ctrl+F", "a", Told(story[:9]), "Tab", "3", Told(story[9:]), "Ctrl+F", "c")
    subject = ("某街道办", "钱五", "科长")
    return Call(
        "typed where one chooses", (*typed, *whom(subject), "Ctrl+S"), (Stored(story, (subject,)),)
    )


SHIFT: Final[Sequence[Call]] = (
    *(anonymous(n, n % 3) for n in range(6)),
    *(named(n) for n in range(4)),
    *(anonymous(n, kind=Pasted) for n in range(3)),
    letter(),
    out_of_scope(),
    two_at_once(),
    typed_where_one_chooses(),
    anonymous(2),
    named(3),
)
"""The twenty tips of a shift."""
