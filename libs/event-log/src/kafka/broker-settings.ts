import type { Admin } from 'kafkajs';
import { KEEP_MS } from '../postgres/retention.js';
import { ConfigResourceTypes } from './client.js';

const OFFSETS_KEPT = 'offsets.retention.minutes';
/** As long as records are: a group that slept longer than its offsets were kept would begin anew. */
const KEPT_MINUTES = KEEP_MS / 60_000;

/** @returns warnings about brokers; none when we may not read their settings, which are another's business then */
export async function inspectBrokers(admin: Admin, brokers: readonly { readonly nodeId: number }[]): Promise<string[]> {
  const wanted = brokers.map(({ nodeId }) => ({ type: ConfigResourceTypes.BROKER, name: String(nodeId), configNames: [OFFSETS_KEPT] }));
  // Asked of each broker by itself: one that is just going down, or an answer that we have no right to, stops nothing.
  const answer = await admin.describeConfigs({ includeSynonyms: false, resources: wanted }).catch(() => undefined);
  return (answer?.resources ?? []).flatMap(({ resourceName, configEntries }) => {
    const kept = configEntries.find(({ configName }) => configName === OFFSETS_KEPT)?.configValue;
    return kept === undefined ? [] : brokerWeaknesses(resourceName, Number(kept));
  });
}

/** What of a broker is weaker than production wants. */
export function brokerWeaknesses(broker: string, offsetsKeptMinutes: number): string[] {
  if (offsetsKeptMinutes >= KEPT_MINUTES) return [];
  return [`broker ${broker}: ${OFFSETS_KEPT} ${offsetsKeptMinutes} instead of ${KEPT_MINUTES}`];
}
