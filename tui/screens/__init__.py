"""What is on top."""
