"""A desk in a folder, which is all the place that a team needs: files, and the locks of one host.

Imports `store` and `store.journal`; never `store.desk`: whoever opens a desk says where it is.
"""
