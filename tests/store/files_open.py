"""What this process has open, for tests that nothing of theirs stays open."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path


def files_open() -> Counter[str]:
    """Compared by `<=`: what other tests left open may be closed meanwhile. Nothing comes to it: what
    their desks were still to write, over lines of their own, is written first."""
    for waiting in threading.enumerate():
        if isinstance(waiting, threading.Timer):
            waiting.join(60)
    links = [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return Counter(str(link.readlink()).split("[")[0] for link in links)
