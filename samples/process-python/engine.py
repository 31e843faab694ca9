#!/usr/bin/env python3
"""An engine that TestOps drives over standard input and output: it finds the articles of a small shelf that fit a question, and says why.

The whole protocol is in `serve`; the rest is the engine itself. It needs nothing but Python's standard library, 3.8 or later.
"""

import json
import re
import sys

ARTICLES = {
    "bread": "Flour, water, salt and yeast are mixed, rest for an hour, and are baked hot.",
    "yoghurt": "Warm milk and a spoon of old yoghurt stand overnight; bacteria turn sugar into acid.",
    "cheese": "Milk is curdled with rennet and acid, pressed, salted, and left to ripen.",
    "beer": "Malt and hops are boiled in water; yeast turns the sugar of the malt into alcohol.",
    "vinegar": "Bacteria turn alcohol into acid when air comes to it.",
    "jam": "Fruit and sugar are boiled until pectin sets; the sugar keeps it.",
}


def words_of(text):
    """The words of a text that say something: four letters and more."""
    return [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= 4]


def search(question, limit):
    """Articles by the number of words that they share with the question; ties by name."""
    asked = words_of(question)
    found = []
    for name, text in sorted(ARTICLES.items()):
        shared = set(words_of(text)) & set(asked)
        if shared:
            # Sorted: a set of strings has the order of their hashes, which differ from process to process (see samples/hash-seed).
            found.append({"article": name, "score": len(shared), "because": sorted(shared)})
    found.sort(key=lambda hit: -hit["score"])
    return found[:limit]


def answer(method, path, body):
    """One call: status and JSON body."""
    if path == "/articles" and method == "GET":
        return 200, {"articles": sorted(ARTICLES)}
    if path.startswith("/articles/") and method == "GET":
        name = path[len("/articles/"):]
        return (200, {"article": name, "text": ARTICLES[name]}) if name in ARTICLES else (404, {"error": "there is no such article"})
    if path == "/search":
        if method != "POST":
            return 405, {"error": "write POST /search"}
        question = body.get("question") if isinstance(body, dict) else None
        limit = body.get("limit", 3) if isinstance(body, dict) else None
        if not isinstance(question, str) or not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
            return 422, {"error": "a search needs a text 'question', and a whole number 'limit' from 1"}
        hits = search(question, limit)
        return 200, {"question": question, "hits": hits, "best": hits[0]["article"] if hits else None}
    return 404, {"error": "there is no such path"}


def serve():
    # The protocol owns standard output. Whatever else prints, a library's greeting for instance, goes to standard error.
    lines_in = sys.stdin.buffer
    lines_out = sys.stdout.buffer
    sys.stdout = sys.stderr

    def send(message):
        lines_out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n")
        lines_out.flush()

    # The end of standard input ends the loop, and with it the program.
    for line in lines_in:
        message = json.loads(line)
        if message["type"] == "hello":
            send({"type": "hello", "protocol": "testops-engine-1", "name": "shelf", "version": "1.0"})
        elif message["type"] == "call":
            status, body = answer(message["method"], message["path"], message.get("json"))
            send({"type": "answer", "id": message["id"], "status": status, "json": body})


if __name__ == "__main__":
    try:
        serve()
    except (KeyboardInterrupt, BrokenPipeError):
        # Ctrl-C in the terminal reaches this process too; whoever drives it decides what that means.
        pass
