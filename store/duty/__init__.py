"""What the desk keeps and counts beside the tips: shifts, log, forms, figures, reports, the closing day."""
