"""The reference page and the JSON Schemas are the models': no key undocumented, no page out of date."""

from __future__ import annotations

from pathlib import Path

import milestones
from milestones.settings import json_schema
from milestones.settings.env import variables_known
from milestones.settings.faults import model_within
from milestones.settings.read import example_files
from milestones.settings.reference import FILES, reference

HOME = Path(milestones.__file__).resolve().parent.parent


def models(model, seen=None):
    """Give a model and every model within it."""
    seen = {} if seen is None else seen
    if model not in seen:
        seen[model] = None
        for field in model.model_fields.values():
            if (within := model_within(field.annotation)) is not None:
                models(within, seen)
    return seen


def test_the_page_is_current():
    """docs/reference-config.md is what the models give; `python -m milestones.settings.reference` writes it anew."""
    assert (HOME / "docs/reference-config.md").read_text(encoding="utf-8") == reference()


def test_every_key_has_a_description():
    """An administrator finds every key explained."""
    bare = [
        f"{model.__name__}.{name}"
        for file in FILES.values()
        for model in models(file)
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert bare == []


def test_every_key_is_on_the_page():
    """The page leaves no key of any file out, secrets only among the variables."""
    page = reference()
    for file in FILES.values():
        for model in models(file):
            for name, field in model.model_fields.items():
                key = field.alias or name
                assert any(form in page for form in (f"{key}`", f"{key}]`", f"{key}]]`", name.upper())), key


def test_every_key_is_in_the_example():
    """`init` writes an example in which every key stands and is explained, be it commented out."""
    text = "\n".join(content.decode() for content in example_files().values())
    missing = [
        field.alias or name
        for file in FILES.values()
        for model in models(file)
        for name, field in model.model_fields.items()
        if (field.alias or name) not in text and name not in {"secret_key", "client_secret", "client_key_password"}
    ]
    assert missing == []


def test_schemas_allow_no_unknown_key_and_no_secret():
    """Editors underline what `check` refuses: unknown keys, and passwords in files."""
    for name, schema in json_schema().items():
        assert "schema" in schema["required"], name
        for part in (schema, *schema["$defs"].values()):
            assert part["additionalProperties"] is False
            assert not {"password", "secret_key", "client_secret", "client_key_password"} & set(part["properties"])


def test_every_key_of_the_service_has_its_variable():
    """`[smtp] host` is MILESTONES_SMTP__HOST, and so on for all."""
    assert variables_known()["MILESTONES_SMTP__HOST"] == ("smtp", "host")
    assert variables_known()["MILESTONES_LMTP__LISTEN"] == ("lmtp", "listen")
    assert "MILESTONES_SCHEMA" not in variables_known()
