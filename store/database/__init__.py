"""A desk in a database that speaks PostgreSQL's protocol: one that does not stand still with its host.

Imports `store`, `store.journal` and `store.folder`; never `store.desk`: whoever opens a desk says where it is.
"""
