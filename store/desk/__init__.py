"""The one door, `desk.Desk`, and the parts that it holds.

Imports `store`, `store.notice`, `store.journal`, `store.folder`, `store.database`, `store.tips`, `store.duty` and
`store.secret`; never `store.registers`, whose tips come in by the door, or `tui`.
"""
