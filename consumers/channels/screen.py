"""For inboxes without mail or webhook: the view lies in the store and is read on screen."""

from consumers.channels.contract import Handed, Parcel


class Screen:
    """Delivered by being stored."""

    def send(self, parcel: Parcel) -> Handed:
        """Nothing to hand over."""
        return Handed()

    def rest(self) -> None:
        """Nothing to let go."""
