import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('renders what was counted', async () => {
    const metrics = new Metrics();
    metrics.counter('tributary_contacts_received_total', 'Contacts received', ['channel']).inc({ channel: 'form' }, 2);
    const { contentType, text } = await metrics.render();
    expect(contentType).toMatch(/^text\/plain/);
    expect(text).toContain('tributary_contacts_received_total{channel="form"} 2');
  });

  it('gives the same metric for the same name', () => {
    const metrics = new Metrics();
    expect(metrics.counter('tributary_x_total', 'X')).toBe(metrics.counter('tributary_x_total', 'X'));
  });

  it('asks for a gauge when it is scraped', async () => {
    const metrics = new Metrics();
    metrics.gauge('tributary_lag_seconds', 'Lag', [], (gauge) => gauge.set(3));
    expect((await metrics.render()).text).toContain('tributary_lag_seconds 3');
  });
});
