"""What the report page shows, one part a module; :mod:`doccompare.reporting.html` puts it together."""
