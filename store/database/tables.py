"""The tables of the desks of a database, in what PostgreSQL, CockroachDB and YugabyteDB have in common."""

from __future__ import annotations

from typing import Final

# `at` is the byte of the journal where a line begins; by its `token` whoever had no answer finds out
# whether it was stored. The key keeps two from writing to one place whatever became of the lock, and
# none stores twice under one token. `epoch` is another where all lines were replaced.
TABLES: Final = """\
CREATE SCHEMA IF NOT EXISTS dutydesk;

CREATE TABLE IF NOT EXISTS dutydesk.desks (
    desk text PRIMARY KEY,
    epoch text NOT NULL,
    size bigint NOT NULL,
    ended bytea
);

CREATE TABLE IF NOT EXISTS dutydesk.overviews (
    desk text PRIMARY KEY,
    data bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS dutydesk.journal (
    desk text NOT NULL,
    at bigint NOT NULL,
    token text NOT NULL,
    line bytea NOT NULL,
    PRIMARY KEY (desk, at),
    UNIQUE (desk, token)
);

CREATE TABLE IF NOT EXISTS dutydesk.files (
    desk text NOT NULL,
    name text NOT NULL,
    blob text NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (desk, name)
);

CREATE TABLE IF NOT EXISTS dutydesk.pieces (
    desk text NOT NULL,
    blob text NOT NULL,
    part integer NOT NULL,
    data bytea NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (desk, blob, part)
);

CREATE TABLE IF NOT EXISTS dutydesk.notes (
    desk text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    data bytea NOT NULL,
    until timestamptz,
    PRIMARY KEY (desk, kind, key)
);

CREATE TABLE IF NOT EXISTS dutydesk.presence (
    desk text NOT NULL,
    session text NOT NULL,
    said bytea NOT NULL,
    seen timestamptz NOT NULL,
    PRIMARY KEY (desk, session)
);
"""
