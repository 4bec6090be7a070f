"""What the schema tells of every address alike: how it refuses, how it says that nothing changed, what is a table."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from alliance import gone, tables

PROBLEM = {
    "type": "object",
    "description": "A refusal in words (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "example": "about:blank"},
        "title": {"type": "string", "example": "Bad Request"},
        "status": {"type": "integer", "example": 400},
        "detail": {"type": "string", "example": "Ask for 1 to 200 rows a page."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
            "example": [{"field": "page_size", "detail": "Ask for 1 to 200 rows a page."}],
        },
    },
}
REFUSALS = [
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
]
RATES = {
    "RateLimit": {
        "description": "Calls that are left in this window and seconds until it ends.",
        "schema": {"type": "string", "example": '"anon";r=599;t=3012'},
    },
    "RateLimit-Policy": {
        "description": "Calls that are answered in a window of so many seconds.",
        "schema": {"type": "string", "example": '"anon";q=600;w=3600'},
    },
}
VERSION = {
    "ETag": {
        "description": "Send it back as If-None-Match: what has not changed is a 304 without a body.",
        "schema": {"type": "string"},
    }
}
TABLES = {"text/csv": {"type": "string"}, tables.XLSX: {"type": "string", "format": "binary"}}


def describe(result: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Called by drf-spectacular when the schema is made."""
    schemas = result["components"]["schemas"]
    schemas |= {"Problem": PROBLEM, "Gone": gone.SCHEMA}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            answers = operation["responses"]
            for answer in answers.values():
                answer["headers"] = RATES | (VERSION if method == "get" else {})
            answers |= {str(status.value): refusal(status) for status in REFUSALS}
            if method == "get":
                answers["304"] = {"description": "What you have is still so.", "headers": RATES | VERSION}
                tell_forms(operation, schemas)
    return result


def refusal(status: HTTPStatus) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": status.phrase, "content": content, "headers": RATES}


def tell_forms(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """A table is text or a file; a list that is harvested tells what has gone."""
    forms = operation["responses"]["200"]["content"]
    for form, schema in TABLES.items():
        if form in forms:
            forms[form] = {"schema": schema}
    if any(parameter["name"] == "updated_since" for parameter in operation.get("parameters", [])):
        page = forms["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schemas[page]["properties"]["gone"] = {"$ref": "#/components/schemas/Gone"}
