// k6's calls are synchronous; those of node are not. A worker makes them while this thread waits.
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';

const signal = new Int32Array(new SharedArrayBuffer(4));
const { port1, port2 } = new MessageChannel();
new Worker(new URL('./caller.js', import.meta.url), { workerData: { signal, port: port2 }, transferList: [port2] }).unref();
port1.unref();

class CookieJar {
  constructor() {
    this.cookies = new Map();
  }
}

function exchange(method, url, headers, body) {
  Atomics.store(signal, 0, 0);
  port1.postMessage({ method, url, headers, body });
  Atomics.wait(signal, 0, 0, 60000);
  return receiveMessageOnPort(port1).message;
}

function request(method, url, body, { headers, tags, redirects, cookies, jar }) {
  const kept = (jar ?? globalThis.k6.jar).cookies;
  const sent = new Map(kept);
  for (const name of Object.keys(cookies ?? {})) sent.set(name, cookies[name].value);
  const all = { ...headers };
  if (sent.size > 0) all.Cookie = [...sent].map(([name, value]) => `${name}=${value}`).join('; ');
  let answer;
  let target = url;
  for (let hop = 0; ; hop++) {
    answer = exchange(method, target, all, body);
    for (const cookie of answer.cookies) kept.set(...cookie.split(';')[0].split(/=(.*)/s).slice(0, 2));
    globalThis.k6.requests.push({ ...globalThis.k6.at(), name: tags.name, method, path: target.replace(/^https?:\/\/[^/]+/, ''), status: answer.status });
    if (!(answer.status >= 300 && answer.status < 400 && answer.headers.Location) || hop === redirects) return answer;
    target = new URL(answer.headers.Location, target).href;
  }
}

export default { request, CookieJar };
