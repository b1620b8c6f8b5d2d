"""Where the desk is that nobody names, and where this machine remembers desks."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def usual_place() -> str:
    """What `DUTYDESK_HOME` says, a folder or an address, else the user's data folder."""
    return os.environ.get("DUTYDESK_HOME") or str(platformdirs.user_data_path("dutydesk"))


def remembered_folder() -> Path:
    """Where it is kept how each desk stood when a lead last worked at it on this machine."""
    return platformdirs.user_state_path("dutydesk") / "desks"


def kept_drafts_folder() -> Path:
    """Where drafts are kept that could not be written when a session ended: the desk's place was away."""
    return platformdirs.user_state_path("dutydesk") / "drafts"
