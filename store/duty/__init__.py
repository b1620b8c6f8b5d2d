"""What the desk keeps and counts beside the tips: shifts, log, forms, figures, reports, the closing
day.

Imports `store`, `store.notice` and `store.tips`; never `store.secret` or `store.desk`: who may see
it is not asked here.
"""
