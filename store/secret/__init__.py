"""Keys, the seal, roles: who may see what.

Imports `store`, `store.notice`, `store.journal`, `store.tips` and `store.duty`; never `store.desk`,
which asks it.
"""
