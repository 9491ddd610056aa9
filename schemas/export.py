"""JSON Schema and AsyncAPI 3 from the models, for partners and readers in other languages."""

from typing import Any

from schemas.alert import Alert
from schemas.credential import Credential
from schemas.disposition import Disposition
from schemas.erasure import Erasure
from schemas.event import Event
from schemas.partner import Partner
from schemas.receipt import Receipt
from schemas.record import Record
from schemas.reject import Reject
from schemas.reject_work import RejectWork
from schemas.report import Report
from schemas.route import Route
from schemas.rulebook import Acknowledgement, Decision, Entry
from schemas.rulepack import RulePack
from schemas.sighting import Sighting
from schemas.snooze import Snooze
from schemas.topic import Topics
from schemas.truth import Truth
from schemas.view import View

RECORDS: dict[str, type[Record]] = {
    "report": Report,
    "event": Event,
    "sighting": Sighting,
    "alert": Alert,
    "view": View,
    "receipt": Receipt,
    "disposition": Disposition,
    "snooze": Snooze,
    "reject": Reject,
    "route": Route,
    "partner": Partner,
    "rulepack": RulePack,
    "ruleentry": Entry,
    "ruledecision": Decision,
    "ruleacknowledgement": Acknowledgement,
    "credential": Credential,
    "rejectwork": RejectWork,
    "erasure": Erasure,
    "truth": Truth,
}
"""Every record with a published schema."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a record. Raises KeyError for a name not in `RECORDS`."""
    schema = RECORDS[name].model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": f"urn:raabta:schema:{name}:1", **schema}


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document: every topic, what is on it, and which way it flows, seen from Raabta."""
    topics = Topics()
    channels = {
        "events": _channel(
            topics.events("{partner}"), "event", "One topic per partner; only that partner may write it.", "partner"
        ),
        "rejects": _channel(
            topics.rejects_of("{partner}"),
            "reject",
            "Events of one partner that could not be taken, with reason and original bytes; that partner may read it.",
            "partner",
        ),
        "rejectwork": _channel(
            topics.reject_work_of("{partner}"),
            "rejectwork",
            "What was done about a partner's rejects, keyed by the reject's id; that partner may read and write it.",
            "partner",
        ),
        "alerts": _channel(topics.alerts, "alert", "Alert versions, keyed by alert id."),
        "inbox": _channel(
            topics.inbox("{inbox}"), "view", "One topic per recipient; only that recipient may read it.", "inbox"
        ),
        "receipts": _channel(topics.receipts, "receipt", "What became of each view."),
        "dispositions": _channel(topics.dispositions, "disposition", "What officers decided."),
        "snoozes": _channel(
            topics.snoozes, "snooze", "Of which subjects an inbox asked not to be told; once in every partition."
        ),
    }
    received = ("events", "dispositions", "snoozes", "rejectwork")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Raabta",
            "version": "1.0.0",
            "description": "Alert sharing against trafficking in persons. Sightings travel in frames between Raabta's own stages "
            "and are no interface; their items are described by sighting.json.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": {
            f"{'receive' if name in received else 'send'}-{name}": {
                "action": "receive" if name in received else "send",
                "channel": {"$ref": f"#/channels/{name}"},
            }
            for name in channels
        },
        "components": {
            "messages": {
                name: _message(name)
                for name in ("event", "reject", "rejectwork", "alert", "view", "receipt", "disposition", "snooze")
            }
        },
    }


def _channel(address: str, message: str, description: str, parameter: str = "") -> dict[str, Any]:
    channel: dict[str, Any] = {
        "address": address,
        "description": description,
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
    }
    if parameter:
        channel["parameters"] = {parameter: {"description": f"Id of the {parameter}."}}
    return channel


def _message(name: str) -> dict[str, Any]:
    content = "application/cloudevents+json" if name == "event" else "application/json"
    return {"name": name, "contentType": content, "payload": {"$ref": f"./{name}.json"}}


def documents() -> dict[str, dict[str, Any]]:
    """Every generated file by its name."""
    return {f"{name}.json": json_schema(name) for name in RECORDS} | {"asyncapi.json": asyncapi()}
