"""What happens to a report before it leaves the partner's machine: identifiers become tokens, identities are sealed."""
