"""The desk in a browser.

Imports `store`; never `tui.apps`: each page is a process of its own.
"""
