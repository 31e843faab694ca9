#!/usr/bin/env python3
"""Writes samples/toron/prompts.jsonl: 300 prompts from templates of our own, a function of SEED alone.

Run it from the root of the repository: python3 eng/generate-prompts.py > samples/toron/prompts.jsonl
Draws come from SHA-256 and not from the random module, whose sequences may differ between versions of Python.
"""

import hashlib
import json
import sys

SEED = "testops-sample-1"
COUNT = 300

NAMES = ["Amara", "Bruno", "Chiara", "Dmitri", "Elif", "Farah", "Goran", "Hana", "Ikram", "Jonas", "Kofi", "Leila", "Mateo", "Noor", "Oskar",
         "Priya", "Quentin", "Rosa", "Søren", "Tamsin", "Umar", "Vera", "Wanjiru", "Xavier", "Yuki", "Zoë"]
CITIES = ["Porto", "Leeds", "Nairobi", "Montréal", "Kraków", "São Paulo", "Utrecht", "Osaka", "Tromsø", "Medellín", "Ljubljana", "Hobart"]
GOODS = ["notebooks", "bicycle tyres", "jars of honey", "train tickets", "ceramic bowls", "litres of paint", "lemon trees", "batteries", "sacks of flour"]
TERMS = ["eventual consistency", "opportunity cost", "osmosis", "a hash function", "the greenhouse effect", "compound interest", "a race condition",
         "confirmation bias", "tectonic drift", "a zero-knowledge proof", "supply elasticity", "photosynthesis", "a mutex", "herd immunity",
         "the placebo effect", "a checksum", "plate glass annealing", "a balance sheet", "idempotence", "the water cycle"]
READERS = ["a ten-year-old", "a new colleague", "a lawyer without technical training", "a first-year student", "a nurse on a night shift", "your grandmother"]
PAIRS = [("a heat pump", "a gas boiler"), ("a fixed-rate mortgage", "a variable-rate mortgage"), ("SQL databases", "document stores"),
         ("bread flour", "cake flour"), ("a tram line", "a bus lane"), ("oil paint", "watercolour"), ("TCP", "UDP"), ("weekly releases", "quarterly releases"),
         ("solar panels", "a small wind turbine"), ("renting", "buying a flat"), ("a bond fund", "a savings account"), ("unit tests", "end-to-end tests"),
         ("sourdough", "yeast bread"), ("contact lenses", "glasses")]
VIEWS = ["cost over ten years", "what can go wrong", "effort to maintain", "effect on neighbours", "what a beginner should choose", "energy use"]
EVENTS = ["a three-day walking tour", "the move of a small office", "a charity concert for 200 guests", "a weekend course in first aid", "a school science fair",
          "the replacement of an old mail server", "a birthday dinner for twelve", "a street market", "a volunteer clean-up of a river bank"]
LIMITS = ["a budget of €{n}0", "only {s} helpers", "no car", "rain expected all day", "two weeks of notice", "guests who do not eat meat", "one person who uses a wheelchair"]
CLAIMS = ["Reading on paper improves recall.", "A four-day week lowers output.", "Coffee dehydrates the body.", "Cities are warmer than their surroundings.",
          "Most software faults come from requirements.", "Cold weather causes colds.", "Larger teams finish sooner.", "Cyclists pay for roads, too.",
          "Night trains save energy.", "Honey does not spoil."]
FAULTS = ["answers twice to one request", "is slow only on Mondays", "loses every hundredth message", "forgets the session after a restart",
          "reports a negative balance", "fills its disk overnight", "accepts a date of 30 February", "returns rows in another order each time"]
SYSTEMS = ["payment service", "booking site", "message queue", "warehouse scanner", "weather station", "thermostat", "mail gateway", "search index"]


class Draws:
    """Numbers that are a function of the seed and a counter."""

    def __init__(self, label):
        self.label = label
        self.count = 0

    def below(self, bound):
        self.count += 1
        digest = hashlib.sha256(f"{SEED}/{self.label}/{self.count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % bound

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def of(self, values):
        return values[self.below(len(values))]

    def several(self, values, count):
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(count)]


def shopping(d):
    count, price, paid = d.between(3, 40), d.between(2, 25), d.between(1100, 2000)
    return f"{d.of(NAMES)} buys {count} {d.of(GOODS)} at €{price}.{d.below(10)}0 each and pays with €{paid}. How much change is due?"


def travel(d):
    speed, minutes = d.between(40, 130), d.between(25, 190)
    return f"A train leaves {d.of(CITIES)} at {d.between(5, 21)}:{d.between(10, 59)} and runs at {speed} km/h for {minutes} minutes. How far does it get, and when does it arrive?"


def sharing(d):
    first, second, third = d.several(NAMES, 3)
    return (f"{first}, {second} and {third} split {d.between(60, 900)} {d.of(GOODS)} in the ratio "
            f"{d.between(1, 5)}:{d.between(2, 6)}:{d.between(1, 4)}. How many does each get, and how many are left over?")


def growth(d):
    return f"A savings account in {d.of(CITIES)} pays {d.between(1, 6)}.{d.below(10)} % a year. What are €{d.between(5, 90)}00 worth after {d.between(2, 15)} years?"


def definition(d):
    return f"Explain {d.of(TERMS)} to {d.of(READERS)} in at most {d.between(2, 6)} sentences."


def comparison(d):
    left, right = d.of(PAIRS)
    return f"Compare {left} with {right}. Start with {d.of(VIEWS)}, then give one case in which the other is the better choice."


def planning(d):
    limit = d.of(LIMITS).format(n=d.between(40, 400), s=d.between(2, 6))
    return f"Plan {d.of(EVENTS)} in {d.of(CITIES)} with {limit}. List the steps in order and name the one that is most likely to slip."


def judging(d):
    return f"How well supported is this claim? \"{d.of(CLAIMS)}\" Name the strongest argument on each side, in words that suit {d.of(READERS)}, and say how sure you are."


def debugging(d):
    return f"A {d.of(SYSTEMS)} in {d.of(CITIES)} {d.of(FAULTS)}. Which three causes would you check first, and what would each leave behind in the logs?"


def writing(d):
    sender, reader = d.several(NAMES, 2)
    return f"Write a note of {d.between(40, 120)} words from {sender} to {reader}: the delivery of {d.between(4, 60)} {d.of(GOODS)} to {d.of(CITIES)} is late. Be friendly and give a date."


KINDS = [("arithmetic", shopping), ("arithmetic", travel), ("definition", definition), ("comparison", comparison), ("planning", planning),
         ("arithmetic", sharing), ("judgement", judging), ("debugging", debugging), ("arithmetic", growth), ("writing", writing)]


def main():
    seen = set()
    number = 0
    while len(seen) < COUNT:
        topic, template = KINDS[number % len(KINDS)]
        number += 1
        question = template(Draws(str(number)))
        if question not in seen:
            seen.add(question)
            row = {"id": f"p{len(seen):03}", "topic": topic, "question": question}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
