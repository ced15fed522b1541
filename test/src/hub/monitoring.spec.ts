import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';

const FOLDER = new URL('../../../deploy/monitoring/', import.meta.url);
/** Of processes that carry to Kafka only. */
const OF_THE_RELAY = /^tributary_relay_/;
const dataDir = makeDataDir();
let hub: Hub;
let scraped: Set<string>;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  const metrics = await (await fetch(`${hub.url}/metrics`)).text();
  scraped = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name as string));
}, 120_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

function named(file: string): string[] {
  const names = [...readFileSync(new URL(file, FOLDER), 'utf8').matchAll(/\btributary_[a-z_]+/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !OF_THE_RELAY.test(name)))];
}

describe.each(['grafana-dashboard.json', 'prometheus-rules.yml'])('%s', (file) => {
  it('names metrics that the hub has', () => {
    const known = (name: string) => scraped.has(name) || scraped.has(name.replace(/_(bucket|count|sum)$/, ''));
    expect(named(file).length).toBeGreaterThan(4);
    expect(named(file).filter((name) => !known(name))).toEqual([]);
  });
});

it('the dashboard is one that Grafana can import', () => {
  const dashboard = JSON.parse(readFileSync(new URL('grafana-dashboard.json', FOLDER), 'utf8')) as { panels: { id: number; title: string; targets: { expr: string }[] }[] };
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  expect(dashboard.panels.every(({ title, targets }) => title && targets.every(({ expr }) => expr))).toBe(true);
});
