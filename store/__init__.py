"""What outlives the screen, which it does not know; `store.desk.desk.Desk` is the one door to it.
In the folder itself lies the ground: what all rooms use.

Imports no room; never what knows a tip or a screen.
"""
