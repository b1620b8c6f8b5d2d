"""The tip: its fields and rules, what becomes of it, how it is found.

Imports `store`, `store.notice` and `store.journal`; never `store.desk`, which stores it.
"""
