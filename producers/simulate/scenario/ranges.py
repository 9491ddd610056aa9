"""Two numbers between which chance decides, the smaller first: one that could not be drawn, or never be seen, is refused."""

from typing import Annotated

from pydantic import AfterValidator

from producers.simulate.nation.land import LONGEST


def _within(least: int, most: int, what: str) -> AfterValidator:
    """Refuses a pair that is not in order or not within; so is one that holds no number (`nan`)."""

    def checked(pair: tuple[float, float]) -> tuple[float, float]:
        if not least <= pair[0] <= pair[1] <= most:
            raise ValueError(f"two numbers of {what} from {least} to {most}, the smaller first")
        return pair

    return AfterValidator(checked)


Days = Annotated[tuple[float, float], _within(-LONGEST, LONGEST, "days")]
"""No season is longer: what lies further from its anchor or departure would never be sent."""
DaysAfter = Annotated[tuple[float, float], _within(0, LONGEST, "days")]
Years = Annotated[tuple[float, float], _within(0, 110, "years")]
People = Annotated[tuple[int, int], _within(1, 60, "people")]
Times = Annotated[tuple[int, int], _within(0, 100, "times")]
