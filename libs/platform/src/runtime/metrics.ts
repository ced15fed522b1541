import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

type MetricName = `tributary_${string}`;
export type { Counter, Gauge, Histogram };

/** Seconds, from a quick insert to a provider's time-out. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * What Prometheus scrapes at GET /metrics. Names say their unit (`_seconds`, `_bytes`, `_total`); labels are account and
 * channel, never a contact or a person. Asking twice for one name gives the same metric.
 */
export class Metrics {
  readonly registry = new Registry();

  /** Adds the process's own figures (CPU, memory, event loop delay). Not for tests: they hold a timer. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string = never>(name: MetricName, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return this.known<Counter<Label>>(name) ?? new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /**
   * @param collect  sets the gauge when it is scraped, so that nobody has to keep it up to date. When it fails the value is
   *   not known: NaN, or no series of a gauge with labels. The other metrics are needed most just then.
   */
  gauge<Label extends string = never>(
    name: MetricName,
    help: string,
    labelNames: readonly Label[] = [],
    collect?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    const known = this.known<Gauge<Label>>(name);
    if (known) return known;
    return new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      ...(collect && {
        async collect(this: Gauge<Label>) {
          try {
            await collect(this);
          } catch {
            this.reset();
            if (labelNames.length === 0) this.set(Number.NaN);
          }
        },
      }),
    });
  }

  histogram<Label extends string = never>(
    name: MetricName,
    help: string,
    labelNames: readonly Label[] = [],
    buckets: readonly number[] = DURATION_BUCKETS,
  ): Histogram<Label> {
    return this.known<Histogram<Label>>(name) ?? new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  /** Text exposition format. */
  async render(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private known<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }
}
