"""Where the desk is that nobody names."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def usual_folder() -> Path:
    """What `DUTYDESK_HOME` says, else the user's data folder."""
    named = os.environ.get("DUTYDESK_HOME")
    return Path(named) if named else platformdirs.user_data_path("dutydesk")
