"""The tests of doccompare."""
