"""Sealed desks on real folders for the tests, and the words planted in them."""

from __future__ import annotations

import atexit
import base64
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pyrage.x25519 import Identity

from store.desk.desk import Desk
from store.desk.places import Where, place_at
from store.journal.place import Place
from store.notice.reading import example_text
from store.secret.keyring import Keyring
from store.tips.tip import Tip
from tests.builders import entry_of
from tests.store.desks import clock, everything_in, open_desk, opened, tip_of

LEAD = "组长"
DUTY = "李明"
FIRST, SECOND = Identity.generate(), Identity.generate()
KEY = str(FIRST)
PASSPHRASE = "口令 staple"
PROTECTED_PUBLIC = "age1wuncenxqusmyudj43fsnq685a6gx7nkwl9df5z6e4yw73ggvwstq029fug"
PROTECTED = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBlTTY3dnFwMDlnZ2M2RWhw
eFFKeDRnIDQKOW5zNzgyeEJGMXhlZlAzbG51aE5TbXM5TFNoMVM3TTVkVkZTbVMy
ckRSSQotLS0gdDdsWUZ2NjdUN0t6dE1TTEU4UGlEQ01OdmZxQzliVDRwVmlGdFB6
TCtGZwrT91c/s0dK654h0Jo/SZBNs80sdmBcldZQdb/o9m4sc9tyoH89r4RkA3iQ
4hfFar1JKAg0j6eHcQE+lwxEJRJClzDyKdOubDLS3ICAMIhw2PXvY+V7iRGo8Zh9
BDxqNKhvM2FWRJGCIOcfqmfHcNR09TepnOoOIYRApfKXlV5wrKcfr7nqKpo+pWxT
HFQKM0rNMKMo3b8S/rvQ7ujlTOrpmWhnT3JCJ4v4qKTODbt6LcfE3QwG+CEh
-----END AGE ENCRYPTED FILE-----
"""
"""A key file that `PASSPHRASE` opens. What the desk makes takes seconds to open, as it should: this
one was made to be opened at once."""
PROTECTED_BINARY = base64.b64decode(
    b"""
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBlTTY3dnFwMDlnZ2M2RWhw
eFFKeDRnIDQKOW5zNzgyeEJGMXhlZlAzbG51aE5TbXM5TFNoMVM3TTVkVkZTbVMy
ckRSSQotLS0gdDdsWUZ2NjdUN0t6dE1TTEU4UGlEQ01OdmZxQzliVDRwVmlGdFB6
TCtGZwoBozewaiBFMSh/U1i3oL2jqSie88ocK7AW4DrS85mhSmWhz4vyHr8KHIWe
WnbSfiXSMvn9kBuABA1KtmnQzhr9DdJtX8TPQG/MjYbEmd2iuOWl4/GkJlPHeoz5
hp1lIwQq+j7yEFgmRzA5GxHGp13HUT4zd+o6pBrY+CFjMytY0qjDWuG4tfhWqPLN
ysiKxuxL1kKaKPbKmyzFpks4EmZBUhWD2/ch7kjI/i5pW0IGJnEJkOEbHOcK
"""
)
"""The same key, not as text; the last byte happens to be that of a line's end."""
PLANTED = {
    "reporter": {"name": "欧阳密言", "contact": "13711112222"},
    "subjects": [
        {"unit": "密县水利局", "person": "司徒某某", "post": "密副局长", "group": "leadership"}
    ],
    "summary": "密语：收受好处，有转账记录。",
    "visit_place": "密号房间",
    "visit_receiver": "密接访人",
    "channel": "visit",
    "disciplines": ["廉洁纪律"],
}
WORDS = (
    "欧阳密言",
    "13711112222",
    "密县水利局",
    "司徒某某",
    "密副局长",
    "密语",
    "密号房间",
    "密接访人",
)


def sealed_desk(at: Where, officer: str = LEAD) -> Desk:
    """A desk sealed to two keys, with a lead, two officers and a viewer on its roster."""
    place = place_at(at)
    atexit.register(Keyring(place.kept_as).forget, "")
    to = [str(key.to_public()) for key in (FIRST, SECOND)]
    desk = opened(Desk.create(place, example_text(), clock=clock(), officer=LEAD, seal_to=to))
    for name, role in ((DUTY, "officer"), ("王芳", "officer"), ("统计", "viewer")):
        desk.access.set_role(name, role)
    return desk if officer == LEAD else open_desk(place, officer)


def planted() -> Tip:
    """A tip all of whose secrets are planted words."""
    return tip_of(entry_of(PLANTED))


def working_day(at: Where) -> tuple[Desk, Desk]:
    """A sealed desk after a day on which planted words were typed wherever one can; as the lead and as
    the officer have it."""
    lead = sealed_desk(at)
    officer = open_desk(lead.place, DUTY)
    officer.drafts.keep("登记", {"summary": "密语，打到一半", "reporter.name": "欧阳密言"})
    officer.record(planted())
    officer.shifts.take_over()
    officer.duty_log.write("密语：来访者自称欧阳密言")
    officer.forms.give_out(1)
    officer.forms.settle(1, void="密语写坏了")
    officer.amend(officer.access.open_tip("1"))
    lead.access.unlock(KEY)
    lead.acts.dispose("1", "kept_for_reference", why="密语：无具体线索")
    lead.acts.tell("1", note="密语电话")
    officer.shifts.hand_over("密语：欧阳密言还会再来")
    return lead, officer


def where(folder: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """Each place under `folder` that holds one of the words, in any encoding a leak would have."""
    return holding({str(path): path.read_bytes() for path in _files(folder)}, words)


def _unpacked(held: dict[str, bytes]) -> dict[str, bytes]:
    """What is held, and what is packed in any of it."""
    found = dict(held)
    for name, data in held.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                found |= {f"{name}/{part}": packed.read(part) for part in packed.namelist()}
    return found


def where_in(place: Place, words: tuple[str, ...] = WORDS) -> list[str]:
    """As `where`, of all that a desk keeps at its place."""
    return holding(everything_in(place), words)


def holding(held: dict[str, bytes], words: tuple[str, ...] = WORDS) -> list[str]:
    """As `where`, of what is held under these names."""
    held = _unpacked(held)
    return [f"{name}: {word}" for name in held for word in words if _holds(held[name], word)]


def _files(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def _holds(data: bytes, word: str) -> bool:
    escaped = word.encode("ascii", "backslashreplace")
    return any(
        form in data
        for form in (word.encode(), word.encode("utf-16-le"), escaped, word.encode("gb18030"))
    )
