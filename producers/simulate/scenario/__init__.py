"""Planted cases and look-alikes: small TOML files that `read` and `collection` take in, cast and played by `play`: docs/scenarios.md."""
