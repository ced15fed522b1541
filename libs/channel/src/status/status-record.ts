import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type NewRecord, TOPICS } from '@tributary/event-log';
import { ConnectorStatusSchema } from '@tributary/proto';
import { v5 as uuidV5 } from 'uuid';
import type { Observation } from './observe.js';
import type { StatusChange } from './transition.js';

const TYPE = 'tributary.connectors.v1.ConnectorStatus';

/** How an account fares, for whoever reads `connectors.status.v1`. */
export function statusRecord({ account, facts, lastCycleAt }: Observation, { status }: StatusChange, at: Date): NewRecord {
  const id = idOf(account.id, at);
  const fact = (state: string, since: Date) => ({ state, since: timestampFromDate(since) });
  const message = create(ConnectorStatusSchema, {
    id,
    accountId: account.id,
    channel: account.channel,
    name: account.name,
    line: account.line,
    at: timestampFromDate(at),
    health: fact(status.health, status.health_since),
    credential: fact(status.credential, status.credential_since),
    consumer: fact(status.consumer, status.consumer_since),
    traffic: fact(status.traffic, status.traffic_since),
    lastCycleAt: lastCycleAt && timestampFromDate(lastCycleAt),
    quarantined: facts.quarantined,
    expectedPerHour: status.expected_per_hour ?? 0,
    causes: status.causes.map(({ fact: about, code, detail, field }) => ({ fact: about, code, detailEn: detail?.en ?? '', detailRu: detail?.ru ?? '', field: field ?? '' })),
  });
  return { topic: TOPICS.status, key: account.id, value: toBinary(ConnectorStatusSchema, message), headers: headersOf(id, account.id, at) };
}

/** The account was deleted: a compacted topic keeps nothing of it. */
export function deletedRecord(accountId: string, at: Date): NewRecord {
  return { topic: TOPICS.status, key: accountId, value: null, headers: headersOf(idOf(accountId, at), accountId, at) };
}

function headersOf(id: string, accountId: string, at: Date): Record<string, string> {
  return { id, type: TYPE, source: 'channel', time: at.toISOString(), subject: accountId };
}

/** A status is one of its account and moment. */
function idOf(accountId: string, at: Date): string {
  return uuidV5(at.toISOString(), accountId);
}
