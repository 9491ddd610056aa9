"""Rule packs as products: entered once, compared, held or approved, activated, rolled back, and followed by every worker."""
