"""The error tree. Each class knows its exit code and HTTP status; each error says what to do next.

ShoeboxError                      1   500
├── UsageError                    2   400   the person asked for something that cannot be
│   └── QueryError                2   400   a search that cannot be understood at all
├── NotFoundError                 3   404   no such photo, person, library, object
├── ConflictError                 4   409   somebody else was there first
│   └── AlreadyExistsError        4   409   an object is already stored at that key
├── IntegrityError                5   500   bytes differ from their checksum
├── UnavailableError              6   503   a disk, a server or a model cannot be reached
└── ForbiddenError                7   403   not shared with this person
"""

from typing import ClassVar


class ShoeboxError(Exception):
    """The root: `message` says what happened, `hint` what the person can do next."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint apart so that each entrypoint can lay them out."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ShoeboxError):
    """The person asked for something that cannot be."""

    exit_code = 2
    http_status = 400


class QueryError(UsageError):
    """A search that cannot be understood at all."""


class NotFoundError(ShoeboxError):
    """There is no such photo, person, library or object."""

    exit_code = 3
    http_status = 404


class ConflictError(ShoeboxError):
    """Somebody else changed the same thing first."""

    exit_code = 4
    http_status = 409


class AlreadyExistsError(ConflictError):
    """An object is already stored at that key."""


class IntegrityError(ShoeboxError):
    """Stored bytes differ from their checksum."""

    exit_code = 5


class UnavailableError(ShoeboxError):
    """A disk, a server or a model cannot be reached."""

    exit_code = 6
    http_status = 503


class ForbiddenError(ShoeboxError):
    """The thing exists but is not shared with this person."""

    exit_code = 7
    http_status = 403
