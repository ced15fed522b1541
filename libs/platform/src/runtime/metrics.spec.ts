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

  it('shows the others when one can not be known now, and never shows that one as it was', async () => {
    const metrics = new Metrics();
    let away = false;
    const ask = (): Promise<number> => (away ? Promise.reject(new Error('no database')) : Promise.resolve(7));
    metrics.gauge('tributary_lag_records', 'Lag', [], async (gauge) => gauge.set(await ask()));
    metrics.gauge('tributary_lag_by_topic', 'Lag', ['topic'], async (gauge) => gauge.set({ topic: 'a' }, await ask()));
    metrics.counter('tributary_x_total', 'X').inc();
    expect((await metrics.render()).text).toMatch(/lag_records 7[^]*lag_by_topic{topic="a"} 7/);
    away = true;
    const { text } = await metrics.render();
    expect(text).toContain('tributary_x_total 1');
    expect(text).toContain('tributary_lag_records Nan');
    expect(text).not.toMatch(/ 7$/m);
  });
});
