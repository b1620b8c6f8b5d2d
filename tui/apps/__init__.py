"""The apps that wire screens, actions and clock: the desk, the first start, the demo."""
