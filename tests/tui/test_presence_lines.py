"""Who else is at the desk, beside the clock."""

from store.journal.presence import Present
from tui.widgets.presence_lines import PresenceLines


def test_who_amends_a_tip_is_named_before_those_who_read_one() -> None:
    panel = PresenceLines()
    others = (
        Present("赵一"),
        Present("钱二", "2016-0001"),
        Present("孙三", "2016-0002"),
        Present("李四", "2016-0003", is_editing=True),
    )
    panel.set_reactive(PresenceLines.others, others)
    head, *opened = ["".join(text for text, _role in line) for line in panel.lines(60)]
    assert head.split()[-1] == "李四、钱二、孙三、赵一"
    assert [line.split() for line in opened] == [
        ["李四", "正在修改", "2016-0003"],
        ["钱二", "正在查看", "2016-0001"],
    ]
