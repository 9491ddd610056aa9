"""Forget a subject, on order: what is covered, who must forget it, and whether it is forgotten."""
