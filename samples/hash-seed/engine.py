#!/usr/bin/env python3
"""Names the topic of a text: the word that it uses most. Looks right, passes its tests, answers the same all day long - and answers otherwise after a restart."""

import json
import re
import sys
from collections import Counter


def topic_of(text):
    counts = Counter(re.findall(r"[a-z]{4,}", text.lower()))
    if not counts:
        return None

    # The bug, and a common one: of several words that are used equally often `max` takes the first, and which one a set gives first depends on the
    # hashes of its strings. Python salts them anew in every process (PYTHONHASHSEED).
    return max(set(counts), key=lambda word: counts[word])


def serve():
    lines_out = sys.stdout.buffer
    sys.stdout = sys.stderr

    def send(message):
        lines_out.write(json.dumps(message).encode("utf-8") + b"\n")
        lines_out.flush()

    for line in sys.stdin.buffer:
        message = json.loads(line)
        if message["type"] == "hello":
            send({"type": "hello", "protocol": "testops-engine-1", "name": "topics", "version": "0.9"})
        elif message["type"] == "call":
            if (message["method"], message["path"]) != ("POST", "/topic"):
                send({"type": "answer", "id": message["id"], "status": 404, "json": {"error": "write POST /topic"}})
                continue

            text = message.get("text", "")
            send({"type": "answer", "id": message["id"], "status": 200, "json": {"topic": topic_of(text), "length": len(text)}})


if __name__ == "__main__":
    serve()
