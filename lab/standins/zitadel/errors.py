"""Refusals in Zitadel's form: a gRPC code, its HTTP status, a text and an id."""

from __future__ import annotations

from lab.standins.web import Reply, as_json

HTTP_STATUS = {3: 400, 5: 404, 6: 409, 9: 400, 14: 503, 16: 401}
"""gRPC code to HTTP status, as grpc-gateway has them."""


class Refusal(Exception):
    """A request that Zitadel would refuse."""

    def __init__(self, code: int, message: str, error_id: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.error_id = error_id

    def reply(self) -> Reply:
        """The refusal as grpc-gateway writes it."""
        text = f"{self.message} ({self.error_id})" if self.error_id else self.message
        detail = {
            "@type": "type.googleapis.com/zitadel.v1.ErrorDetail",
            "id": self.error_id,
            "message": self.message,
        }
        body = {"code": self.code, "message": text, "details": [detail] if self.error_id else []}
        return as_json(body, HTTP_STATUS[self.code])


def bad_token() -> Refusal:
    """One answer for every token that does not work: unknown, malformed, removed or expired."""
    return Refusal(16, "Errors.Token.Invalid", "AUTH-7fs1e")


def no_instance(host: str, domain: str) -> Refusal:
    """The Host header names no instance."""
    origin = f"unable to set instance using origin {{{host} https}} (ExternalDomain is {domain})"
    return Refusal(5, f"{origin}: Instance not found", "QUERY-IuGh1")


def unknown_field(name: str) -> Refusal:
    """The body has a field that the API does not know."""
    return Refusal(3, f'proto: (line 1:2): unknown field "{name}"')


def invalid(text: str) -> Refusal:
    """A field is missing or wrong."""
    return Refusal(3, f"invalid argument: {text}")


def not_found(what: str) -> Refusal:
    """The thing does not exist."""
    return Refusal(5, f"Errors.{what}.NotFound", "QUERY-Dfbg2")


def exists(what: str) -> Refusal:
    """The thing exists already."""
    return Refusal(6, f"Errors.{what}.AlreadyExisting", "COMMAND-3n8fs")
