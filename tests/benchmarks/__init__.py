"""Tests of the generator and the scorers."""
