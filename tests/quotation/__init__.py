"""Quotations: cases a person can read, and what must hold for any text."""
