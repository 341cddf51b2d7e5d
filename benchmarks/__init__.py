"""Seeded texts with known truth, scorers and measurements."""
