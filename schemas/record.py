"""What every record has in common: it does not change, and it refuses what it does not know."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen, closed, strictly typed record. Unknown fields and silent conversions are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)
