"""The country that a season plays in: its people, companies, calendar, desks, and the lives that are lived there."""
