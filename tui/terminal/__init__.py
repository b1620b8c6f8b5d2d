"""The app at the end of a line. All that is private to Textual and Rich and is used all the same is used here."""
