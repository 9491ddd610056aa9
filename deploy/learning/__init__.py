"""What officers' decisions say about indicators: shown, and proposed, never applied by itself."""
