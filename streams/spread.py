"""Which partition a key lives in: the same everywhere, whoever computes it and whatever Kafka client sends."""

from zlib import crc32


def partition_of(key: str, partitions: int) -> int:
    """CRC-32 of the key, modulo the partition count."""
    return crc32(key.encode()) % partitions
