"""Every record has examples that pass and examples that do not, in the model and in the generated JSON Schema alike."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from deploy.commands.schemas import GENERATED, drifted
from schemas.export import RECORDS, asyncapi, json_schema

EXAMPLES = Path("tests/examples/records")


def examples(kind: str) -> list[Any]:
    found = []
    for name in RECORDS:
        for number, example in enumerate(json.loads((EXAMPLES / f"{name}.json").read_text())[kind]):
            found.append(pytest.param(name, example, id=f"{name}-{number}"))
    return found


@pytest.mark.parametrize(("name", "example"), examples("valid"))
def test_a_valid_example_is_read_and_written_back_the_same(name: str, example: Any) -> None:
    record = RECORDS[name].model_validate_json(json.dumps(example))
    again = RECORDS[name].model_validate_json(record.model_dump_json(by_alias=True))
    assert again == record
    Draft202012Validator(json_schema(name)).validate(example)


@pytest.mark.parametrize(("name", "example"), examples("invalid"))
def test_an_invalid_example_is_refused_at_the_field_it_names(name: str, example: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        RECORDS[name].model_validate_json(json.dumps(example["value"]))
    fields = {".".join(str(part) for part in error["loc"]) for error in refused.value.errors()}
    assert any(field.startswith(example["field"]) for field in fields), fields


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_both_kinds_of_example(name: str) -> None:
    kinds = json.loads((EXAMPLES / f"{name}.json").read_text())
    assert kinds["valid"]
    assert kinds["invalid"]


def test_the_generated_files_say_what_the_models_say() -> None:
    assert drifted(GENERATED) == []


def test_every_field_of_every_record_is_a_schema_of_its_own_dialect() -> None:
    for name in RECORDS:
        Draft202012Validator.check_schema(json_schema(name))


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi()
    for channel in document["channels"].values():
        for message in channel["messages"].values():
            *_, name = message["$ref"].split("/")
            payload = document["components"]["messages"][name]["payload"]["$ref"]
            assert (GENERATED / payload).is_file()
