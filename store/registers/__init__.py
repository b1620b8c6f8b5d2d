"""An office's old register, read in as tips."""
