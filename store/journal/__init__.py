"""What makes a change durable and brings it back. Knows no tip."""
