"""``python -m doccompare``: the same as the command ``doccompare``."""

from doccompare.cli import main

if __name__ == "__main__":
    main()
