"""What the public notice says, and time by it: pure functions of (notice, instant).

Imports `store`; never `store.tips`: it knows no tip.
"""
