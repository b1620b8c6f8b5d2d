"""Many desks at one glance, for the office that sent their teams: figures alone, read and never written.

Imports `store`, `store.notice`, `store.journal`, `store.duty` and `store.desk`; never `store.secret` or
`store.tips`: there is no tip here.
"""
