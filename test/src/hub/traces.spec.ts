import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}

const dataDir = makeDataDir();
const spans: Span[] = [];
let sent = '';
/** What a collector of OpenTelemetry takes: JSON by OTLP/HTTP. */
const collector = createServer((request, response) => {
  void buffer(request).then((body) => {
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    sent += text;
    for (const { scopeSpans } of (JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.setHeader('content-type', 'application/json').end('{}');
  });
});
let hub: Hub;

beforeAll(async () => {
  await new Promise<void>((listening) => void collector.listen(0, '127.0.0.1', listening));
  hub = await startHub({ dataDir, env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` } });
}, 120_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
  collector.closeAllConnections();
  collector.close();
}, 60_000);

it('a contact is one trace under its own id, from intake over the log to the notice', async () => {
  await hub.api.post('/api/v1/managers', { name: 'Anna', email: 'anna@example.com' });
  const { id: form } = await hub.api.post('/api/v1/accounts', { channel: 'form', name: 'Site', line: 'main', settings: {} });
  const { id } = await hub.api.post(`/f/${form}`, { name: 'Secretive Ivan', phone: '+7 916 123-45-67', message: 'Nobody else may read this' });
  const traceId = String(id).replaceAll('-', '');
  await until('all three steps are told of', () => Promise.resolve(['intake', 'lead', 'notifier'].every((name) => spans.some((span) => span.traceId === traceId && span.name === name))), { timeoutMs: 30_000 });

  const [intake, lead, notifier] = ['intake', 'lead', 'notifier'].map((name) => spans.find((span) => span.traceId === traceId && span.name === name) as Span) as [Span, Span, Span];
  expect([intake.parentSpanId || undefined, lead.parentSpanId, notifier.parentSpanId]).toEqual([undefined, intake.spanId, lead.spanId]);
  for (const span of [intake, lead, notifier]) expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
  expect(spans.filter((span) => span.traceId === traceId)).toHaveLength(3);
  expect(sent).not.toMatch(/Secretive|Ivan|916|123-45-67|Nobody else/);
}, 60_000);
