"""A simulated day of invented people: ordinary life, planted cases, and innocent look-alikes."""
