"""What is being entered, without a widget: the model of the form and of the line-by-line dialogue."""
