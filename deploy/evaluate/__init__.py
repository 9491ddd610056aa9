"""Raabta measured on labelled streams: what it finds, what it costs an officer, whom it troubles."""
