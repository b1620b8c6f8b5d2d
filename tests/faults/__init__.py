"""Faults that the tests must see: `python -m tests.faults` puts them in one at a time.

Each is an exact text of a file of `store/` or `tui/`, what is put in its place, and the tests that
have to fail then. `.toml` beside this file lists them by kind.
"""
