"""The app at the end of a line. All that is private to Textual and Rich and is used all the same is
used here.

Imports `store`, `store.notice` and `store.secret`; never `tui.widgets`, `tui.screens` or
`store.tips`: it knows neither what is painted nor what it is about.
"""
