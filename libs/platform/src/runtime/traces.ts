import type { Runtime } from './runtime.js';
import { spanIdOf, traceIdOf, type TraceStep } from './trace-context.js';

export interface ContactSpan {
  readonly contactId: string;
  readonly revision?: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Ids, channels, outcomes: never an address or a word of a message. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** Ends a span, written down as a whole. */
export interface SpanSink {
  add(span: { name: string; traceId: string; spanId: string | undefined; parentSpanId: string | undefined } & ContactSpan): void;
}

/**
 * The way of each contact through the services, as one trace under the contact's id. Off, and costing nothing, unless
 * `OTEL_EXPORTER_OTLP_ENDPOINT` says where spans go.
 */
export class Traces {
  #sink: SpanSink | undefined;

  /** Where nobody wants traces this does nothing; the exporter is loaded only here. */
  async open(runtime: Runtime): Promise<void> {
    const endpoint = runtime.config.tracesEndpoint;
    if (!endpoint) return;
    const { openSpanExporter } = await import('./span-exporter.js');
    this.#sink = openSpanExporter(endpoint, runtime);
  }

  /** Received, until it was stored. */
  intake(span: ContactSpan): void {
    this.#add('intake', span, spanIdOf(span.contactId, 'intake'), undefined);
  }

  /** Matched and assigned: one batch's transaction. */
  lead(span: ContactSpan): void {
    this.#add('lead', span, spanIdOf(span.contactId, 'lead', span.revision), 'intake');
  }

  /** Told to people. */
  notifier(span: ContactSpan): void {
    this.#add('notifier', span, undefined, 'lead');
  }

  get on(): boolean {
    return this.#sink !== undefined;
  }

  #add(name: string, span: ContactSpan, spanId: string | undefined, parent: TraceStep | undefined): void {
    this.#sink?.add({ ...span, name, traceId: traceIdOf(span.contactId), spanId, parentSpanId: parent && spanIdOf(span.contactId, parent, span.revision) });
  }
}
