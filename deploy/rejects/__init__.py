"""Rejects are worked: seen, mended, replayed or discarded, each with who, when and why."""
