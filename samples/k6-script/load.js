import http from 'k6/http';
import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';

// Milliseconds that the engine itself says it took: a metric of this script's own.
const said = new Trend('engine_latency', true);

export const options = {
  scenarios: {
    steady: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '10s', preAllocatedVUs: 10, maxVUs: 20, gracefulStop: '5s' },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:ask}': ['p(95)<500'],
    checks: ['rate==1'],
    dropped_iterations: ['count<5'],
  },
};

export default function () {
  const body = JSON.stringify({ prompt: `What is osmosis, ${__ENV.GREETING}?`, use_cache: true, user_id: `vu-${__VU}` });
  const answer = http.post(`${__ENV.TESTOPS_BASE_URL}/query`, body, { headers: { 'Content-Type': 'application/json' }, tags: { name: 'ask' } });
  if (check(answer, { 'status is 200': (r) => r.status === 200 })) {
    // Only then is there a body to read: a script that throws makes its load inconclusive.
    said.add(answer.json('metrics.latency_ms'));
  }
  sleep(0.1);
}
