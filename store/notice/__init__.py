"""What the public notice says, and time by it: pure functions of (notice, instant). Knows no tip."""
