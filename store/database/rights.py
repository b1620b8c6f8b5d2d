"""Who may do what with the rows of one desk: SQL, for the database's administrator to read and run."""

from __future__ import annotations

import hashlib
from typing import Final

# Of the journal officers read and append, of what came with tips too: nothing there is changed or removed
# by them. To hold the desk's row takes the right to change a column of it.
_OFFICERS: Final = """\
GRANT USAGE ON SCHEMA dutydesk TO {role};
GRANT SELECT, UPDATE (size) ON dutydesk.desks TO {role};
GRANT SELECT, INSERT ON dutydesk.journal TO {role};
GRANT SELECT, INSERT, DELETE ON dutydesk.files, dutydesk.pieces TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON dutydesk.notes, dutydesk.presence, dutydesk.overviews TO {role};
"""
_OFFICERS_REMOVE: Final = {
    "files": "name NOT LIKE 'files/%'",
    "pieces": "blob NOT IN (SELECT blob FROM dutydesk.files WHERE name LIKE 'files/%')",
}
_LEAD: Final = """\
GRANT USAGE ON SCHEMA dutydesk TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA dutydesk TO {role};
"""
_FIGURES: Final = """\
GRANT USAGE ON SCHEMA dutydesk TO {role};
GRANT SELECT (desk, size, ended) ON dutydesk.desks TO {role};
GRANT SELECT ON dutydesk.overviews TO {role};
"""
_TABLES: Final = ("desks", "journal", "files", "pieces", "notes", "presence", "overviews")


def rights(desk: str, officers: str = "", lead: str = "", figures: str = "") -> str:
    """What lets each role do its part at that desk and see no other: officers read and append, a lead does
    all, and of the figures alone one sees."""
    parts = [f"ALTER TABLE dutydesk.{table} ENABLE ROW LEVEL SECURITY;\n" for table in _TABLES]
    own = f"desk = {_text(desk)}"
    if officers:
        parts.append(_OFFICERS.format(role=_name(officers)))
        for table in _TABLES:
            to = (table, officers, desk)
            if table in _OFFICERS_REMOVE:
                parts += [
                    _policy(*to, "SELECT", f"USING ({own})"),
                    _policy(*to, "INSERT", f"WITH CHECK ({own})"),
                    _policy(*to, "DELETE", f"USING ({own} AND {_OFFICERS_REMOVE[table]})"),
                ]
            else:
                parts.append(_policy(*to, "ALL", f"USING ({own})"))
    if lead:
        parts.append(_LEAD.format(role=_name(lead)))
        parts += [_policy(table, lead, desk, "ALL", f"USING ({own})") for table in _TABLES]
    if figures:
        parts.append(_FIGURES.format(role=_name(figures)))
        parts += [
            _policy(table, figures, desk, "SELECT", f"USING ({own})")
            for table in ("desks", "overviews")
        ]
    return "".join(parts)


def _policy(table: str, role: str, desk: str, what: str, how: str) -> str:
    # Of a longer name the server would take 63 bytes, and those of two desks for one.
    of_desk = hashlib.sha256(f"{role}\n{desk}".encode()).hexdigest()[:32]
    name = _name(f"dutydesk {what} {of_desk}")
    return (
        f"DROP POLICY IF EXISTS {name} ON dutydesk.{table};\n"
        f"CREATE POLICY {name} ON dutydesk.{table} FOR {what} TO {_name(role)} {how};\n"
    )


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
