#!/usr/bin/env node
// An engine that TestOps drives over standard input and output: a till that prices baskets. It takes several calls at a time, answers them in whatever order they are
// done, and streams a receipt line by line. It needs nothing but Node.js 18 or later.
'use strict';

const readline = require('node:readline');

const PRICES_CENTS = { apple: 45, bread: 320, milk: 115, pasta: 139, soap: 210 };
const CONCURRENCY = 4;

// The protocol owns standard output: whatever a library logs goes to standard error.
console.log = console.error;

function send(message) {
  process.stdout.write(JSON.stringify(message) + '\n');
}

function price(basket) {
  const lines = [];
  let total = 0;
  for (const [item, count] of Object.entries(basket)) {
    if (!(item in PRICES_CENTS) || !Number.isInteger(count) || count < 1) {
      return null;
    }

    // Three for two.
    const cents = PRICES_CENTS[item] * (count - Math.floor(count / 3));
    lines.push({ item, count, cents });
    total += cents;
  }

  return { lines, total_cents: total };
}

function isBasket(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

// What a call is answered; `frames` go before the answer.
function answer(call) {
  if (call.path === '/prices' && call.method === 'GET') {
    return { status: 200, json: PRICES_CENTS };
  }

  if (call.path !== '/price' && call.path !== '/receipt') {
    return { status: 404, json: { error: 'there is no such path' } };
  }

  if (call.method !== 'POST') {
    return { status: 405, headers: { Allow: 'POST' }, json: { error: 'write POST' } };
  }

  const priced = isBasket(call.json) ? price(call.json) : null;
  if (priced === null) {
    return { status: 422, json: { error: 'a basket is an object of known items and whole numbers from 1' } };
  }

  return call.path === '/price'
    ? { status: 200, json: priced }
    : { status: 200, content_type: 'text/plain; charset=utf-8', frames: [...priced.lines.map((line) => `${line.count} x ${line.item}: ${line.cents} cents\n`), `total: ${priced.total_cents} cents\n`] };
}

// Small baskets are done sooner than large ones, so answers overtake each other, as they do in an engine that works on several calls.
function handle(call) {
  const work = isBasket(call.json) ? Object.keys(call.json).length : 0;
  setTimeout(() => {
    const { frames = [], ...rest } = answer(call);
    frames.forEach((text) => send({ type: 'frame', id: call.id, text }));
    send({ type: 'answer', id: call.id, ...rest });
  }, work);
}

const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  if (message.type === 'hello') {
    send({ type: 'hello', protocol: 'testops-engine-1', name: 'till', version: '2.1.0', concurrency: CONCURRENCY });
  } else if (message.type === 'call') {
    handle(message);
  }
});

// After the end of standard input nothing keeps Node.js alive but calls that are still being answered: the program ends by itself.
