"""The papers of an office, as text, page or workbook."""
