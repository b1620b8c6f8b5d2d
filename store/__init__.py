"""What outlives the screen: it knows no screen. `store.desk.desk.Desk` is the one door to it."""
