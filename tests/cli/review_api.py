"""The part of GitHub's and GitLab's API that keeps the comments of one change, as a server on this machine."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "review-token-4"
GITHUB_BOT, GITLAB_BOT = "github-actions[bot]", 17


@dataclass(slots=True)
class Comment:
    """A comment of somebody, who is a login to GitHub and a number to GitLab."""

    author: str | int
    body: str


@dataclass(slots=True)
class Review:
    """The comments by their ids, and the methods that were called; a page holds two comments."""

    port: int = 0
    comments: dict[int, Comment] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)

    def add(self, author: str | int, body: str) -> int:
        """Write a comment, and return its id."""
        number = len(self.comments) + 1
        self.comments[number] = Comment(author, body)
        return number


@contextmanager
def review_api() -> Iterator[Review]:
    """The server, on a port of its own."""
    review = Review()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            answer(self, review)

        do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815  the names that the library calls

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    review.port = server.server_address[1]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield review
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(request: BaseHTTPRequestHandler, review: Review) -> None:
    """Answer one request as both services do."""
    url = urlsplit(request.path)
    length = int(request.headers.get("Content-Length") or 0)
    body = json.loads(request.rfile.read(length))["body"] if length else ""
    review.called.append(request.command)
    if TOKEN not in (request.headers.get("Authorization") or request.headers.get("PRIVATE-TOKEN") or ""):
        send(request, 401, {"message": "401 Unauthorized"})
    elif url.path.endswith("/user"):
        send(request, 200, {"id": GITLAB_BOT})
    elif url.path.endswith(("/issues/5/comments", "/merge_requests/5/notes")):
        author = GITHUB_BOT if "/repos/" in url.path else GITLAB_BOT
        if request.command == "POST":
            send(request, 201, shown(review.add(author, body), review))
        else:
            listing(request, review, int(parse_qs(url.query).get("page", ["1"])[0]))
    elif found := re.search(r"/(?:comments|notes)/(\d+)$", url.path):
        review.comments[int(found[1])].body = body
        send(request, 200, shown(int(found[1]), review))
    else:
        send(request, 404, {"message": "404 Not Found"})


def listing(request: BaseHTTPRequestHandler, review: Review, page: int) -> None:
    """A page of comments, and in both services' ways where the next one is."""
    numbers = list(review.comments)
    found = [shown(number, review) for number in numbers[2 * page - 2 : 2 * page]]
    more = len(numbers) > 2 * page
    path = re.sub(r"[?&]page=\d+", "", request.path)
    following = f"{path}{'&' if '?' in path else '?'}page={page + 1}"
    # As a proxy is asked: by a whole address.
    following = following if following.startswith("http") else f"http://127.0.0.1:{review.port}{following}"
    headers = {"X-Next-Page": str(page + 1) if more else ""} | ({"Link": f'<{following}>; rel="next"'} if more else {})
    send(request, 200, found, headers)


def shown(number: int, review: Review) -> dict[str, Any]:
    """A comment as both services show it."""
    comment = review.comments[number]
    return {"id": number, "body": comment.body, "user": {"login": comment.author}, "author": {"id": comment.author}}


def send(request: BaseHTTPRequestHandler, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
    """Send JSON."""
    data = json.dumps(content).encode()
    request.send_response(status)
    for name, value in {
        "Content-Type": "application/json",
        "Content-Length": str(len(data)),
        **(headers or {}),
    }.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(data)
