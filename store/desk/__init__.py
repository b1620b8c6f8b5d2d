"""The one door, `desk.Desk`, and the parts that it holds."""
