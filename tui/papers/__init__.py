"""The papers of an office: register, reports, hand-over sheet, closing sheet, blank forms."""
