"""What runs at an inbox: views are stored and delivered."""
