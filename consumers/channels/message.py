"""The mail of one delivery: headers, text and HTML. The same delivery always has the same Message-ID."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import blake2b

from consumers.channels.contract import Parcel
from consumers.letter import as_html, as_text
from consumers.wording import letter
from schemas.alert import Priority
from schemas.view import View

POLICY = SMTP.clone(max_line_length=200)


def message_id(view: View, sender: str) -> str:
    """Stable: whoever gets the same delivery twice can tell."""
    return f"<{view.id}@{_domain(sender)}>"


def thread_id(view: View, sender: str) -> str:
    """The root that all versions of an alert in one inbox refer to, so that mail programs show them as one thread."""
    return _root(view.alert_id, view.inbox, sender)


def references(parcel: Parcel, sender: str) -> str:
    """The thread of the matter and, below it, that of the alert: a mail program shows all alerts of a matter as one thread,
    also when two matters turn out to be one after their mails were sent."""
    view, matter = parcel.view, parcel.matter
    roots = [_root(matter.id, view.inbox, sender)] if matter is not None else []
    return " ".join(dict.fromkeys([*roots, thread_id(view, sender)]))


def message_of(parcel: Parcel, sender: str, withheld: str) -> EmailMessage:
    """The whole mail. `withheld` says why identities must stay out of it; empty when they need not."""
    view = parcel.view
    page = letter(
        view,
        parcel.inbox,
        parcel.now,
        earlier=parcel.earlier,
        pieces=() if withheld else parcel.pieces,
        withheld=withheld,
        matter=parcel.matter,
    )
    message = EmailMessage(POLICY)
    message["From"] = sender
    # Several recipients of one inbox are colleagues of one desk and may see one another.
    message["To"] = ", ".join(parcel.inbox.email.to) if parcel.inbox.email is not None else ""
    message["Subject"] = page.subject
    message["Date"] = format_datetime(parcel.now)
    message["Message-ID"] = message_id(view, sender)
    message["References"] = references(parcel, sender)
    message["In-Reply-To"] = thread_id(view, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Raabta-Alert"] = view.alert_id
    message["X-Raabta-Version"] = str(view.version)
    if parcel.matter is not None:
        message["X-Raabta-Matter"] = parcel.matter.id
    if view.priority is Priority.P1:
        message["Importance"] = "high"
        message["X-Priority"] = "1"
    message.set_content(as_text(page), cte="base64")
    message.add_alternative(as_html(page), subtype="html", cte="base64")
    return message


def _root(alert: str, inbox: str, sender: str) -> str:
    root = blake2b(f"{alert}|{inbox}".encode(), digest_size=16).hexdigest()
    return f"<{root}.thread@{_domain(sender)}>"


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2] or "raabta.invalid"
