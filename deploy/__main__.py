"""`python -m deploy` is `raabta`."""

from deploy.cli import main

main()
