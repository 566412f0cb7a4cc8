"""`python -m shoebox.cli` is `shoebox`."""

from shoebox.cli.main import main

main()
