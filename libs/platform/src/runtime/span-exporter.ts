import { hostname } from 'node:os';
import { ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import type { Runtime } from './runtime.js';
import type { SpanSink } from './traces.js';

/** Gives the ids of the span that is made next; spans are made one at a time. */
class ChosenIds implements IdGenerator {
  next: { traceId: string; spanId: string | undefined } | undefined;
  readonly #random = new RandomIdGenerator();

  generateTraceId = (): string => this.next?.traceId ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.next?.spanId ?? this.#random.generateSpanId();
}

/** @param endpoint  of an OTLP/HTTP collector; spans go to `<endpoint>/v1/traces`, in batches; what it doesn't take is dropped */
export function openSpanExporter(endpoint: string, runtime: Runtime): SpanSink {
  const ids = new ChosenIds();
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': 'tributary', 'host.name': hostname(), 'process.pid': process.pid }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000 })],
  });
  runtime.onStop(() => provider.shutdown().catch((err: unknown) => runtime.log.warn({ err }, 'the last spans could not be sent')));
  const tracer = provider.getTracer('tributary');
  return {
    add({ name, traceId, spanId, parentSpanId, contactId, startedAt, endedAt, attributes }) {
      ids.next = { traceId, spanId };
      const context = parentSpanId ? trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: true }) : ROOT_CONTEXT;
      const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER, startTime: startedAt, attributes: { 'tributary.contact.id': contactId, ...attributes } }, context);
      ids.next = undefined;
      span.end(endedAt);
    },
  };
}
