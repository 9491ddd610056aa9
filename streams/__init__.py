"""What runs in the middle: intake, scoring and routing."""
