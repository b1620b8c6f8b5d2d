"""An office's old register, read in as tips.

Imports `store`, `store.notice` and `store.tips`; never `store.desk`: it reads, and
stores no tip.
"""
