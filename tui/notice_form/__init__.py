"""What is entered of a notice, without a widget."""
