"""A switch for a developer's machine, on which the program may tell what is in it."""

import os
from typing import Final

VARIABLE: Final = "DUTYDESK_DEBUG"


def is_debugging() -> bool:
    """Whether the environment asks for it: then debuggers, Textual's console and errors with all
    that they say are left as Python and Textual have them."""
    return bool(os.environ.get(VARIABLE))
