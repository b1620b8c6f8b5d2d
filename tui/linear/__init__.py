"""What is asked line by line (`--plain`)."""
