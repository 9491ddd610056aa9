"""The composition root: the `raabta` command and everything it starts."""
