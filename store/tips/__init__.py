"""The tip: its fields and rules, what becomes of it, how it is found. May use the journal to read its history."""
