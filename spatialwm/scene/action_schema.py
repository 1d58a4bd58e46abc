"""The published form of an action: a JSON schema made from the classes themselves."""

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from spatialwm.scene.action import ACTION_KINDS, Action, Longest, Rule, rules_of

__all__ = ["action_schema", "actions_table", "document_text", "schema_text"]


def action_schema() -> dict[str, Any]:
    """JSON schema (draft 2020-12) of a file of actions: a list of actions or of ``[time, action]`` pairs."""
    kinds = {name: _kind(name, cls) for name, cls in ACTION_KINDS.items()}
    action = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}
    timed = {
        "type": "array",
        "prefixItems": [{"type": "number", "minimum": 0, "maximum": 3600}, {"$ref": "#/$defs/action"}],
        "items": False,
        "minItems": 2,
        "description": "When it begins [s], and what.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "spatialwm actions",
        "type": "array",
        "items": {"anyOf": [{"$ref": "#/$defs/action"}, timed]},
        "$defs": {"action": action} | kinds,
    }


def _kind(name: str, cls: type[Action]) -> dict[str, Any]:
    described = {field: _value(rule) for field, rule in rules_of(cls).items()}
    for f in fields(cls):
        if f.default is not MISSING:
            described[f.name]["default"] = f.default
    needed = [f.name for f in fields(cls) if f.default is MISSING]
    return {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": {"action": {"const": name}} | described,
        "required": ["action", *needed],
        "additionalProperties": False,
    }


def _value(rule: Rule) -> dict[str, Any]:
    if rule.bound is None:
        return {"type": "boolean"}
    if isinstance(rule.bound, Longest):
        return {"type": _or_null("string", rule), "minLength": 1, "maxLength": rule.bound.characters}
    number = {"type": "number", "minimum": rule.bound.low, "maximum": rule.bound.high}
    if rule.vector:
        return {"type": _or_null("array", rule), "items": number, "minItems": 3, "maxItems": 3}
    return number


def _or_null(kind: str, rule: Rule) -> str | list[str]:
    return [kind, "null"] if rule.optional else kind


def schema_text() -> str:
    """The schema as it lies in ``docs/actions.schema.json``."""
    return json.dumps(action_schema(), indent=1) + "\n"


def actions_table() -> str:
    """The table of all kinds of actions as it stands in ``docs/actions.md``."""
    lines = ["| action | does | fields, with their bounds |", "|---|---|---|"]
    for name, cls in ACTION_KINDS.items():
        rules = rules_of(cls)
        told = [_told(f.name, rules[f.name], f.default is MISSING, f.default) for f in fields(cls)]
        does = " ".join((cls.__doc__ or "").split())
        lines.append(f"| `{name}` | {does} | {'; '.join(told) or 'none'} |")
    return "\n".join(lines) + "\n"


def _told(name: str, rule: Rule, needed: bool, default: object) -> str:
    match rule.bound:
        case Longest(characters):
            kind = f"text of up to {characters} characters"
        case None:
            kind = "true or false"
        case bound:
            kind = f"{'three numbers' if rule.vector else 'number'} from {bound.low:g} to {bound.high:g}"
    plain = str(default).lower() if isinstance(default, bool) else f"{default}"
    return f"`{name}`: {kind}" + (
        "" if needed else ", optional" if default is None else f", {plain} if not said"
    )


def document_text(before: str) -> str:
    """The document with the table of the classes in place of the one it had."""
    head, _, rest = before.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    return f"{head}{_BEGIN}\n\n{actions_table()}\n{_END}{tail}"


_BEGIN, _END = "<!-- actions: begin -->", "<!-- actions: end -->"


def _write(target: Path, text: str) -> None:
    new = target.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    Path(new).replace(target)


if __name__ == "__main__":  # make schema
    _write(Path("docs/actions.schema.json"), schema_text())
    guide = Path("docs/actions.md")
    _write(guide, document_text(guide.read_text(encoding="utf-8")))
