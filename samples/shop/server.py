"""A small shop: a login by form that sets a cookie, a cart, orders to wait for, photos to upload, an assistant that streams.

    python3 server.py --port 8080

Python's standard library only, on 127.0.0.1. All state is in memory and belongs to one login, so that two fresh processes answer the same, in whatever order users
come. `--flaky stream` and `--forget-cookies` are two defects to find.
"""

import argparse
import hashlib
import json
import os
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PASSWORD = "open sesame"
PRICES = {"tea": 450, "cup": 1200, "kettle": 3990, "tray": 2500, "spoon": 300}
ASKED_UNTIL_SHIPPED = 3


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Login:
    """What the shop knows of one login."""

    def __init__(self, user):
        self.user = user
        self.lines = []
        self.orders = {}

    def cart(self):
        return {"user": self.user, "lines": self.lines, "total": sum(line["price"] * line["quantity"] for line in self.lines)}


class Shop(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, options):
        super().__init__(address, Handler)
        self.options = options
        self.logins = {}
        self.count = 0
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together

    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def answer(self, method):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.url = urlsplit(self.path)
        parts = self.url.path.strip("/").split("/")
        routes = {
            ("GET", "health"): self.health,
            ("POST", "login"): self.log_in,
            ("GET", "greeting"): self.greet,
            ("GET", "offer"): self.offer,
            ("GET", "cart"): self.show_cart,
            ("POST", "cart"): self.add_line,
            ("POST", "orders"): self.place_order,
            ("GET", "orders"): self.show_order,
            ("POST", "photos"): self.take_photo,
            ("POST", "assistant"): self.assist,
        }
        route = routes.get((method, parts[0]))
        if route is None:
            self.send(404, {"error": "no such page"})
            return

        with self.server.lock:
            route(*parts[1:])

    # Pages for everyone.

    def health(self):
        self.send(200, {"status": "ok"})

    def log_in(self):
        form = parse_qs(self.body.decode())
        user = form.get("user", [""])[0]
        if form.get("password") != [PASSWORD]:
            self.send(401, {"error": "wrong user or password"})
            return

        # Each login has a cart of its own. Its number is in the cookie alone, which nobody compares.
        self.server.count += 1
        session = digest("session", user, str(self.server.count))
        if not self.server.options.forget_cookies:
            self.server.logins[session] = Login(user)
        self.send(200, {"user": user, "scope": form.get("scope", []), "csrf": digest("csrf", user)}, {"Set-Cookie": f"session={session}; Path=/; HttpOnly; Max-Age=3600"})

    def greet(self):
        language = SimpleCookie(self.headers.get("Cookie", "")).get("language")
        self.send(200, {"greeting": "Guten Tag" if language and language.value == "de" else "Good day"})

    def offer(self):
        item = sorted(PRICES)[os.urandom(1)[0] % len(PRICES)]
        self.send(200, {"item": item, "price": PRICES[item] * 9 // 10, "id": os.urandom(4).hex()})

    # Pages for those who are logged in.

    def logged_in(self):
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        login = self.server.logins.get(cookie.value) if cookie else None
        if login is None:
            self.send(401, {"error": "log in first"})
        return login

    def show_cart(self):
        if login := self.logged_in():
            self.send(200, {**login.cart(), "currency": parse_qs(self.url.query).get("currency", ["EUR"])[0]})

    def add_line(self):
        login = self.logged_in()
        if login is None:
            return

        if self.headers.get("X-Csrf") != digest("csrf", login.user):
            self.send(403, {"error": "header X-Csrf is missing or wrong"})
            return

        line = json.loads(self.body)
        login.lines.append({"item": line["item"], "quantity": line["quantity"], "price": PRICES[line["item"]]})
        self.send(201, {"lines": len(login.lines), "total": login.cart()["total"]})

    def place_order(self):
        if login := self.logged_in():
            order = digest("order", login.user, str(len(login.orders)))
            login.orders[order] = {"asked": 0, "total": login.cart()["total"]}
            login.lines = []
            self.send(202, {"id": order, "status": "packing"})

    def show_order(self, order):
        login = self.logged_in()
        if login is None:
            return

        known = login.orders.get(order)
        if known is None:
            self.send(404, {"error": "no such order"})
            return

        known["asked"] += 1
        status = "shipped" if known["asked"] >= ASKED_UNTIL_SHIPPED else "packing"
        self.send(200, {"id": order, "status": status, "total": known["total"]})

    def take_photo(self):
        if login := self.logged_in():
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts = {part.get_param("name", header="Content-Disposition"): part for part in BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts()}
            photo = parts["photo"]
            content = photo.get_payload(decode=True)
            self.send(201, {
                "title": parts["title"].get_payload(decode=True).decode(),
                "file": photo.get_filename(),
                "type": photo.get_content_type(),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "by": login.user,
            })

    def assist(self):
        if login := self.logged_in():
            question = json.loads(self.body)["question"]
            words = ["For", f"“{question}”", "I", "recommend", "the", sorted(PRICES)[len(question) % len(PRICES)], "and", "the", "tray."]
            if self.server.options.flaky == "stream" and "silver" in question:
                words[-1] = os.urandom(4).hex()
            # A role before the text and a count behind it, as models send them: events without text.
            self.stream([{"role": "assistant"}, *({"text": word + " "} for word in words), {"words": len(words)}])

    # Answers.

    def send(self, status, body, headers=None):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def stream(self, deltas):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in [*(json.dumps({"delta": delta}) for delta in deltas), "[DONE]"]:
            self.chunk(f"data: {event}\n\n".encode())
        self.chunk(b"")

    def chunk(self, content):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()

    def log_message(self, *_):
        """Says nothing: a line for each request hides what matters."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A small shop to test.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--flaky", choices=["stream"], help="the assistant never says the same twice when it is asked for silver")
    parser.add_argument("--forget-cookies", action="store_true", help="logins are forgotten at once")
    options = parser.parse_args()
    Shop(("127.0.0.1", options.port), options).serve_forever()
