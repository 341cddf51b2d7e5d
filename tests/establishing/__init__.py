"""Tests of establishing."""
