"""The one list of what can be done, by place: keys, footer, palette and help come from it."""
