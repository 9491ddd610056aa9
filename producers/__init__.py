"""What runs at a partner: reports are protected and published."""
