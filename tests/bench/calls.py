"""What a call costs its officer: `python -m tests.bench.calls` takes twenty and writes the figures.

They are typed into the desk in a real pty, once as fast as a quick typist, in words as an input method
commits them, once so while the window takes another size at each word, and once pasted: keys beside the text, seconds from the ring until the number is on the
screen, and which letters are not stored where they belong.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from store.clock import Clock
from store.desk.desk import Desk
from store.notice.reading import example_text
from store.tips.tip import Tip
from tests.builders import DURING
from tests.calls import SHIFT, Call, Pasted, Stored, Told, stored_of
from tests.terminal import Terminal

RESULTS = Path(__file__).parent / "calls.json"
AT = "2016-10-01T10:00:00+08:00"
SIZES: Final = ((80, 24), (120, 40))
DRAGGED: Final = ((60, 20), (100, 30), (80, 24), (200, 60), (120, 40))
"""The sizes of a window that is dragged while one types."""
_WORD: Final = 3
Row = dict[str, Any]


def take(
    terminal: Terminal,
    call: Call,
    saved: int,
    *,
    is_pasted: bool,
    pause: float,
    sizes: Sequence[tuple[int, int]] = (),
) -> float:
    """Types one call, in a window that takes one of `sizes` after the other; seconds until the
    number of its last tip is on the screen."""
    start = time.monotonic()
    dragged = itertools.cycle(sizes)
    for key in call.typed:
        for piece in pieces(key, is_pasted=is_pasted):
            terminal.type(piece)
            if sizes:
                terminal.resize(*next(dragged))
            at_rest(terminal, pause)
    terminal.until(f"已登记：2016-{saved:04}")
    return time.monotonic() - start


def pieces(key: str, *, is_pasted: bool) -> Iterator[str]:
    """What is sent at a time: a key, a word, or all of a text that is pasted."""
    if isinstance(key, Pasted) or (is_pasted and isinstance(key, Told)):
        yield f"\x1b[200~{key}\x1b[201~"
    elif isinstance(key, Told):
        yield from (key[at : at + _WORD] for at in range(0, len(key), _WORD))
    else:
        yield key


def at_rest(terminal: Terminal, seconds: float) -> None:
    """Takes in what is sent meanwhile."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        terminal.read(left)


def misplaced(wanted: Stored, tip: Tip) -> list[str]:
    """The fields that hold something else than was told, each with what they hold."""
    found = stored_of(tip)
    names = ("summary", "subjects", "channel", "reporter", "referred_to")
    pairs = ((name, getattr(wanted, name), getattr(found, name)) for name in names)
    return [f"{name}: {there!r} for {told!r}" for name, told, there in pairs if told != there]


def shift(
    size: tuple[int, int], *, is_pasted: bool, pause: float, sizes: Sequence[tuple[int, int]] = ()
) -> Row:
    """One shift of calls at a new desk in a window of that size, which takes `sizes` meanwhile."""
    with tempfile.TemporaryDirectory(prefix="dutydesk-bench-") as temporary:
        folder = Path(temporary) / "desk"
        Desk.create(folder, example_text(), clock=Clock.at(DURING), officer="值班员").close()
        words = ("-I", "-X", "utf8", "-m", "tui", "session", "--officer", "值班员")
        command = [sys.executable, *words, "--desk", str(folder), "--at", AT]
        terminal = Terminal(command, *size, LANG="C.UTF-8")
        seconds: list[float] = []
        saved = 0
        try:
            terminal.until("第12天")
            for call in SHIFT:
                saved += len(call.stored)
                spent = take(terminal, call, saved, is_pasted=is_pasted, pause=pause, sizes=sizes)
                seconds.append(spent)
        finally:
            terminal.close()
        with Desk.open(folder, clock=Clock.at(DURING), officer="值班员") as desk:
            desk.load()
            tips = sorted(desk.tips(), key=lambda tip: tip.number)
    wanted = [stored for call in SHIFT for stored in call.stored]
    wrong = [line for one, tip in zip(wanted, tips, strict=True) for line in misplaced(one, tip)]
    return {
        "tips": len(tips),
        "letters": sum(stored.letters for stored in wanted),
        "not stored where they belong": wrong,
        "seconds from ring to saved": {
            "median": round(statistics.median(seconds), 2),
            "most": round(max(seconds), 2),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pause", type=float, default=0.25, help="seconds after each key or word")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the figures go")
    given = parser.parse_args()
    found: Row = {"keys beside the text": {call.name: call.keys for call in SHIFT}}
    for size in SIZES:
        name = f"{size[0]}x{size[1]}"
        found[f"{name}, typed"] = shift(size, is_pasted=False, pause=given.pause)
        found[f"{name}, typed ahead"] = shift(size, is_pasted=False, pause=0)
        found[f"{name}, pasted"] = shift(size, is_pasted=True, pause=0)
    found["resized at each word"] = shift(
        SIZES[0], is_pasted=False, pause=given.pause, sizes=DRAGGED
    )
    print(json.dumps(found, ensure_ascii=False, indent=2))
    given.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
