"""Tests of the review in the browser: real sockets, real forms, real files."""
