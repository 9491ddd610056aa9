"""The benchmark: our workers against plain Faust, a plain Kafka loop and the pure core, over the same events."""
