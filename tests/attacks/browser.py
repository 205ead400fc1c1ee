"""A person at a real server, who is signed in."""

import http.client
from dataclasses import dataclass
from email.message import Message

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.attacks.ground import client_of

TIMEOUT = 60
CSRF = "c" * 32


@dataclass(frozen=True)
class Answer:
    """As one of Django's test client; `status_code` is 0 where the connection broke."""

    status_code: int
    content: bytes
    headers: Message

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def url(self) -> str:
        return self.headers.get("Location", "")

    @property
    def request_id(self) -> str:
        return self.headers.get("X-Request-ID", "")


class Browser:
    """Of an account with this name at 127.0.0.1; its session is one that this process stores."""

    def __init__(self, port: int, role: str = "editor"):
        self.port = port
        client: Client = client_of(role)
        client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        self.cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())

    def get(self, address: str) -> Answer:
        return self._asked("GET", address)

    def post(self, address: str, values: dict) -> Answer:
        """`values` may hold files, that is, what has a `read` and a `name`."""
        body = encode_multipart(BOUNDARY, values | {"csrfmiddlewaretoken": CSRF})
        return self._asked("POST", address, body, {"Content-Type": MULTIPART_CONTENT})

    def _asked(self, method: str, address: str, body=None, headers=()) -> Answer:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            server.request(method, address, body, {"Cookie": self.cookie, **dict(headers)})
            response = server.getresponse()
            return Answer(response.status, response.read(), response.headers)
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, repr(error).encode(), Message())
        finally:
            server.close()
