"""``python -m doccompare``: the same as the command ``doccompare``."""

if __name__ == "__main__":
    try:
        from doccompare.cli import main

        main()
    except KeyboardInterrupt:
        from doccompare.cli.interrupt import stop

        stop()
