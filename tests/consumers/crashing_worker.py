"""A child process to be killed: stores views in small fetches from where the store says, and mails them from another thread."""

import sys
import time
from pathlib import Path
from threading import Event, Thread

from consumers.arrivals import take
from consumers.channels.email import Email
from consumers.clock import utc_now
from consumers.deliveries import next_due
from consumers.delivery import Courier
from consumers.settings import SmtpSettings
from tests.consumers.making import MAIL, alert, fetched, fia, new_store, view


def main(folder: Path, count: int) -> None:
    inbox, store, stop = fia(email=MAIL), new_store(folder), Event()
    courier = Courier("email", Email(SmtpSettings(timeout=5)), {inbox.name: inbox}, store, lambda: None)
    thread = Thread(target=courier.work, args=(stop.is_set,), daemon=True)
    print("begun", flush=True)
    thread.start()
    stored = store.positions("raabta.inbox.fia-farzi")
    offset = stored[0].next if stored else 0
    while offset < count:
        take(store, [fetched(view(alert(n)), n) for n in range(offset, min(offset + 3, count))], inbox, utc_now())
        offset = store.positions("raabta.inbox.fia-farzi")[0].next
        courier.bell.set()
    while next_due(store, "email") is not None:
        time.sleep(0.01)
    stop.set()
    courier.bell.set()
    thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
