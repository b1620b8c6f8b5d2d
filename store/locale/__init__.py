"""The sentences in other languages, and what compiles them.

Imports no room; never `store`: it runs before the package is built.
"""
