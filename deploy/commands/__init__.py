"""The sub-commands of `raabta`, a module each."""
