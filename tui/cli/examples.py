"""What the help pages show beside the options: commands by purpose, examples, what holds for all."""

from __future__ import annotations

from typing import Final

from store.text import N_

SECTIONS: Final = {
    N_("设立和试用"): (
        "init",
        "demo",
        "help",
        "settings",
        "completion",
        "schema",
        "ssh-setup",
        "database-setup",
        "serve",
    ),
    N_("登记收件"): (
        "add",
        "pass-through",
        "import",
        "directory",
        "forms",
        "attach",
        "detach",
        "undo",
    ),
    N_("查看和查找"): (
        "status",
        "list",
        "show",
        "enclosures",
        "enclosure",
        "similar",
        "patterns",
        "guide",
        "history",
        "counts",
    ),
    N_("处理和期限"): (
        "dispose",
        "assign",
        "note",
        "appoint",
        "done",
        "link",
        "unlink",
        "tell",
        "report-up",
        "due",
        "referral",
    ),
    N_("值班和报表"): (
        "handover",
        "log",
        "reminders",
        "report",
        "sheet",
        "transfer",
        "letter",
        "figures",
        "office",
        "closing",
        "notice",
    ),
    N_("保管和保密"): (
        "verify",
        "backup",
        "restore",
        "move",
        "keygen",
        "role",
        "audit",
        "drafts",
        "files",
        "recipients",
        "rekey",
        "close",
    ),
}

NOTES: Final = {
    N_("退出状态"): (
        ("0", N_("已办")),
        ("1", N_("未办，标准错误上有一句话说明；或 verify 发现损坏，add、import 有未登记的行")),
        ("2", N_("选项或参数不对")),
        ("75", N_("值班台的磁盘、服务器暂时连不上，稍后可再试")),
        ("130", N_("被 Ctrl+C 中断")),
    ),
    N_("环境变量"): (
        ("DUTYDESK_HOME", N_("值班台所在目录，或数据库地址；--desk 优先")),
        ("DUTYDESK_SETTINGS", N_("设置文件；默认在本用户的配置目录")),
        ("LC_ALL, LANG", N_("界面语言和字符集；--lang 和设置优先，字符集须为 UTF-8")),
        ("NO_COLOR", N_("设了即只用黑白灰")),
    ),
}

EXAMPLES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "": (
        ("dutydesk", N_("打开值班台；第一次会引导设立")),
        ("dutydesk demo", N_("用虚构的举报试用")),
        ("dutydesk --plain", N_("逐行问答，供读屏软件使用")),
        ("dutydesk add --help", N_("一个命令的全部选项")),
    ),
    "init": (
        ("dutydesk init --example", ""),
        (N_("dutydesk init --notice 公告.toml --seal-to age1…"), ""),
    ),
    "demo": (("dutydesk demo --lang en", ""),),
    "help": (
        ("dutydesk help", N_("列出各页")),
        ("dutydesk help form", N_("登记一件举报，在值班台里为 F1")),
        (N_("dutydesk help 二维码"), N_("手册里写到它的各处")),
        (N_("dutydesk help --format html -o 手册.html"), N_("整本，可打印")),
    ),
    "settings": (
        ("dutydesk settings --write", ""),
        (N_("DUTYDESK_SETTINGS=夜班.toml dutydesk"), N_("这一次用另一个设置文件")),
    ),
    "completion": (
        (
            "dutydesk completion bash > ~/.local/share/bash-completion/completions/dutydesk",
            "",
        ),
        ("dutydesk completion zsh > ~/.zfunc/_dutydesk", N_("该目录须在 fpath 中")),
        ("dutydesk completion fish > ~/.config/fish/completions/dutydesk.fish", ""),
    ),
    "ssh-setup": ((N_("dutydesk ssh-setup --account zhiban --write /tmp/ssh 李明=li.pub"), ""),),
    "schema": (
        ("dutydesk schema", ""),
        ("dutydesk schema tip > tip.schema.json", ""),
    ),
    "serve": (("dutydesk serve --port 8123", ""),),
    "add": (
        (
            N_(
                "dutydesk add --channel 固定电话 --unit 某局 --group 领导班子及其成员 "
                "--disciplines 廉洁纪律 --summary 收受礼金"
            ),
            "",
        ),
        (N_("dutydesk add --channel 固定电话 --summary 来电中断 --to-complete"), ""),
        ("dutydesk add --json tips.jsonl", N_("每行一件；有未登记的行时退出状态为 1")),
    ),
    "pass-through": ((N_("dutydesk pass-through --channel post --to 组长"), ""),),
    "import": (
        (N_("dutydesk import 旧台账.xlsx --dry-run"), N_("先逐行检查")),
        (N_("dutydesk import 旧台账.csv --group 领导班子及其成员"), ""),
    ),
    "forms": (
        (N_("dutydesk forms --pages 20 -o 登记表.html"), ""),
        ("dutydesk forms --entered 7 2016-0042", N_("7 号表已补录为该件")),
        (N_("dutydesk forms --void 8 填错"), ""),
    ),
    "attach": (
        (N_("dutydesk attach 42 扫描件.pdf --kind letter --pages 3"), ""),
        (N_("dutydesk attach 42 --kind statement --pages 12 --kept-at 二号柜"), N_("只登记")),
        (N_("dutydesk attach 42 --which 1 扫描件.pdf"), N_("给已登记的第 1 项存入文件")),
    ),
    "detach": (("dutydesk detach 42 1", ""),),
    "enclosures": (("dutydesk enclosures 42 --json", ""),),
    "enclosure": ((N_("dutydesk enclosure 42 1 -o 扫描件.pdf"), N_("另存，不打开")),),
    "files": (
        ("dutydesk files --remove-unused", ""),
        ("dutydesk files --file-limit 100 --desk-limit 4096", ""),
    ),
    "undo": (("dutydesk undo", ""),),
    "status": (
        ("dutydesk status", ""),
        ("dutydesk status --json --at 2016-10-01T16:59:30+08:00", ""),
    ),
    "list": (
        (N_("dutydesk list --discipline 廉洁纪律 --from 2016-10-01"), ""),
        ("dutydesk list --search zmm", N_("姓名或单位的拼音首字母")),
        ("dutydesk list --search -", N_("文字写 - 即另行输入，不入进程表；密封的值班台只能如此")),
        ("dutydesk list --mine", N_("本人承办的")),
        (N_("dutydesk list --status 已登记 --sort received --descending --json"), ""),
    ),
    "show": (("dutydesk show 42", N_("2016-0042 也可只写 42")),),
    "similar": ((N_("dutydesk similar --person 赵某某 --phone 13800000000"), ""),),
    "patterns": (("dutydesk patterns --json", ""),),
    "guide": (("dutydesk guide 42", ""),),
    "history": (("dutydesk history 42", ""),),
    "counts": (("dutydesk counts --json", ""),),
    "dispose": (
        (N_("dutydesk dispose 42 呈组长"), ""),
        (N_("dutydesk dispose 42 转办 --to 区环境保护局 --letter 〔2016〕1号"), ""),
        (N_("dutydesk dispose 43 重复件 --of 42"), ""),
        (N_("dutydesk dispose 44 留存备查 --why 内容空泛"), ""),
        (N_("dutydesk dispose 2 3 5-9 呈组长 --to 第二组"), N_("几件一并处理，也一并撤销")),
    ),
    "link": (("dutydesk link 44 42", ""),),
    "unlink": (("dutydesk unlink 44", ""),),
    "tell": ((N_("dutydesk tell 42 --note 电话"), ""),),
    "note": (
        (N_("dutydesk note 42 --kind 领导批示 --on 10-01 请第二组办理"), ""),
        ("dutydesk note 42 --kind supplement -", N_("内容另行输入，不入进程表")),
    ),
    "assign": ((N_("dutydesk assign 2 3 5-9 --to 王芳"), ""),),
    "appoint": ((N_('dutydesk appoint 42 回电 "10-03 15:00"'), ""),),
    "done": (("dutydesk done 42", ""),),
    "report-up": ((N_("dutydesk report-up 7 --note 专人送达"), ""),),
    "due": (("dutydesk due --json", ""),),
    "referral": ((N_("dutydesk referral 42 > 转办件.txt"), ""),),
    "handover": (
        ("dutydesk handover --take", ""),
        (N_("dutydesk handover --give --notes 两件待补录"), ""),
        ("dutydesk handover --back 1", N_("上一班的交接班单")),
    ),
    "log": ((N_("dutydesk log 固定电话中断"), ""),),
    "reminders": (("dutydesk reminders --json", ""),),
    "directory": (
        (N_("dutydesk directory 名录.xlsx"), N_("第一天读入，登记时补全单位、姓名、职务")),
        ("dutydesk directory", N_("列出")),
    ),
    "figures": ((N_("dutydesk figures -o 统计.json"), N_("交给汇总各组的人")),),
    "office": (
        (N_("dutydesk office /srv/值班台"), N_("放有各组值班台的目录，一屏汇总")),
        (N_("dutydesk office 第一组 第二组/统计.json --format html -o 汇总.html"), ""),
        (N_("dutydesk office /srv/值班台 --json"), ""),
    ),
    "report": (
        ("dutydesk report --kind week", ""),
        (N_("dutydesk report --kind period --format xlsx -o 台账.xlsx"), ""),
        (N_("dutydesk report --kind day --day 2016-10-01 --format html -o 日报.html"), ""),
    ),
    "sheet": (
        (N_("dutydesk sheet 2 3 5-9 -o 登记单.html"), N_("每件一张 A4，供签批")),
        (N_("dutydesk sheet --day 2016-10-01 -o 登记单.html"), ""),
        (N_("dutydesk sheet 42 --receipt -o 回执.html"), N_("给来访人的，没有内容")),
    ),
    "transfer": (
        (N_("dutydesk transfer 2 3 5-9 --to 第二组 -o 移交清单.html"), ""),
        (N_("dutydesk transfer --all --to 机关档案室 -o 移交清单.html"), N_("结束时全程的")),
        (N_("dutydesk transfer --again 1 -o 移交清单.html"), N_("与当时的一样")),
    ),
    "letter": (
        (N_("dutydesk letter 42 --due 10-20 -o 转办函.html"), ""),
        (N_("dutydesk letter 42 --matter - --agreed name -o 转办函.html"), N_("只转告本人同意的")),
    ),
    "closing": (("dutydesk closing", ""),),
    "notice": (
        (N_("dutydesk notice --format html -o 公告.html"), ""),
        ("dutydesk notice --calendar", ""),
        (N_("dutydesk notice --format toml -o 公告.toml"), N_("取出公告文件来改")),
        (N_("dutydesk notice --replace 公告.toml"), N_("以修改后的文件更正公告")),
    ),
    "verify": (
        (N_("dutydesk verify && dutydesk backup 备份.zip"), N_("完好才备份")),
        (N_("dutydesk verify --against 备份.zip"), N_("备份以后，旧的内容是否原样还在")),
    ),
    "backup": ((N_("dutydesk backup 备份.zip"), ""),),
    "restore": ((N_("dutydesk restore 备份.zip --desk 新目录"), ""),),
    "move": ((N_("dutydesk move 新目录"), ""),),
    "database-setup": (
        ("dutydesk database-setup", N_("只建表")),
        (
            N_(
                "dutydesk database-setup --name 省一组 --officers duty --lead lead --figures office"
            ),
            N_("建表，并给一个值班台授权"),
        ),
    ),
    "keygen": ((N_("dutydesk keygen 组长.key"), ""),),
    "role": (
        (N_("dutydesk role 李明 值班员"), ""),
        (N_("dutydesk role 李明 --remove"), ""),
    ),
    "audit": (("dutydesk audit", ""),),
    "drafts": ((N_("dutydesk drafts --identity 组长.key"), ""),),
    "recipients": (("dutydesk recipients", ""),),
    "rekey": ((N_("dutydesk rekey --identity 组长.key --seal-to age1… --seal-to age1…"), ""),),
    "close": ((N_("dutydesk close --identity 组长.key --seal-to age1… 移交"), ""),),
}
