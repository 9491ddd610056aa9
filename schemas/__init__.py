"""The nouns: every record that crosses a process, and the words for what can go wrong."""
