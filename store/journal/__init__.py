"""What makes a change durable and brings it back.

Imports `store`; never `store.tips`: it knows no tip.
"""
