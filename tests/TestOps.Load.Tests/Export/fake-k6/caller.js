import http from 'node:http';
import { workerData } from 'node:worker_threads';

const { signal, port } = workerData;
const agent = new http.Agent({ keepAlive: true });

function answer(message) {
  port.postMessage(message);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

port.on('message', ({ method, url, headers, body }) => {
  const content = body === null ? undefined : typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  const request = http.request(url, { method, headers: content ? { ...headers, 'Content-Length': content.length } : headers, agent }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => {
      const named = {};
      for (const [name, value] of Object.entries(response.headers)) named[name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase())] = Array.isArray(value) ? value.join(', ') : value;
      answer({ status: response.statusCode, headers: named, cookies: response.headers['set-cookie'] ?? [], body: Buffer.concat(chunks).toString('utf8') });
    });
  });
  request.on('error', () => answer({ status: 0, headers: {}, cookies: [], body: null }));
  request.end(content);
});
