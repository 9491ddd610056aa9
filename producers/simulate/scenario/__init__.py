"""Planted cases and look-alikes: a small TOML file each, read by `read`, cast and played by `play`. See docs/scenarios.md."""
