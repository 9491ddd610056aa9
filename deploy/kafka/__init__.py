"""A real Apache Kafka on loopback, for tests, rehearsals and local use: KRaft, SASL_SSL, deny by default."""
