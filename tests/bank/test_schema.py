"""The schemas that editors use: they accept what the loader accepts, and refuse what it refuses."""

import jsonschema
import pytest
import yaml

from bot.bank import answers_json_schema, builtin_folder, json_schema
from bot.bank.schema import editor_line


def shipped(answers: bool):
    return [path for path in sorted(builtin_folder().glob("*.yaml")) if path.name.endswith(".answers.yaml") is answers]


@pytest.mark.parametrize("schema", [json_schema(), answers_json_schema()])
def test_it_is_a_schema_that_explains_every_key(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["description"]
    for part in (schema, *schema["$defs"].values()):
        for name, described in part.get("properties", {}).items():
            assert described.get("description"), name


@pytest.mark.parametrize("path", shipped(answers=False), ids=lambda path: path.name)
def test_shipped_questions_follow_it(path):
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), json_schema())


@pytest.mark.parametrize("path", shipped(answers=True), ids=lambda path: path.name)
def test_shipped_answers_follow_it(path):
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), answers_json_schema())


def test_a_good_file_follows_it(topic_text, answers_text):
    jsonschema.validate(yaml.safe_load(topic_text), json_schema())
    jsonschema.validate(yaml.safe_load(answers_text), answers_json_schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Flask\n", ""),
        ("title: Flask", "title: ''"),
        ("level: mid", "level: middle"),
        ("weight: 3", "weight: 11"),
        ("weight: 3", "weight: '3'"),
        ("weight: 3", "wieght: 3"),
        ("id: signed-cookie", "id: Signed cookie"),
        ("match: [stored on the server]", "match: []"),
        ("- signed cookie", "- no"),
        ("https://example", "ftp://example"),
    ],
)
def test_a_broken_file_does_not(topic_text, old, new):
    broken = yaml.safe_load(topic_text.replace(old, new, 1))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json_schema())


@pytest.mark.parametrize(
    ("old", "new"), [("mark: 4.5", "mark: 5.5"), ("kind: good", "kind: so_so"), ("mark: 0", "marks: 0")]
)
def test_broken_answers_do_not(answers_text, old, new):
    broken = yaml.safe_load(answers_text.replace(old, new))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, answers_json_schema())


def test_every_shipped_file_names_its_schema():
    for path in builtin_folder().glob("*.yaml"):
        kind = "answers" if path.name.endswith(".answers.yaml") else "questions"
        with path.open(encoding="utf-8") as lines:
            assert next(lines) == editor_line(kind), path.name
        assert (path.parent / editor_line(kind).partition("=")[2].strip()).is_file()
