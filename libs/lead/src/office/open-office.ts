import type { Transaction } from '@tributary/event-log';
import { Office, type Load, type Manager, type Queue } from '@tributary/routing';
import { int4Array, textArray, uuidArray } from '@tributary/storage';
import type { OfficeConfig } from './office-config.js';
import { together } from '../sql/together.js';

/**
 * The office for handing out leads: locks the queues that may be asked (with those that they overflow into) in order of id, then
 * what their members have, both held until the transaction ends. The last locks of whoever takes others.
 */
export async function openOffice(tx: Transaction, config: OfficeConfig, queueIds: Iterable<string>, at: Date): Promise<Office> {
  const ids = withOverflow(config, queueIds);
  const [locked, managers] = await together([lockQueues(tx, ids), withSigns(tx, config)]);
  const loads = ids.some((id) => config.byLoad.has(id)) ? await lockLoads(tx, membersOf(config, ids)) : new Map<string, Load>();
  const queues = new Map(config.queues);
  for (const [id, { cursor, hasBacklog }] of locked) {
    const queue = queues.get(id);
    if (queue) queues.set(id, { ...queue, cursor, hasBacklog });
  }
  const { departments, lines, rules } = config;
  return new Office({ at, managers, queues, departments, lines, rules, loads, random: Math.random });
}

/** The same for looking only: nothing is locked, and nobody must be given anything by it. */
export async function viewOffice(tx: Transaction, config: OfficeConfig, at: Date): Promise<Office> {
  const managers = await withSigns(tx, config);
  const loads = await readLoads(tx, [...config.managers.keys()]);
  const { queues, departments, lines, rules } = config;
  return new Office({ at, managers, queues, departments, lines, rules, loads, random: Math.random });
}

function withOverflow({ queues }: OfficeConfig, queueIds: Iterable<string>): string[] {
  const ids = new Set<string>();
  for (const first of queueIds) for (let id: string | undefined = first; id !== undefined && !ids.has(id); id = queues.get(id)?.overflowId) ids.add(id);
  return [...ids].sort();
}

function membersOf({ queues }: OfficeConfig, queueIds: readonly string[]): string[] {
  return [...new Set(queueIds.flatMap((id) => queues.get(id)?.members.map(({ managerId }) => managerId) ?? []))].sort();
}

async function lockQueues(tx: Transaction, ids: readonly string[]): Promise<Map<string, Pick<Queue, 'cursor' | 'hasBacklog'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<[string, number | null, boolean]>({
    name: 'lead.lock-queues',
    rowMode: 'array',
    // Who needs a skill may wait for long, and holds nobody up.
    text: `
      select id, cursor, exists (select from lead.lead l where l.waiting = 'queue' and l.manager_id is null and l.status = 'open' and l.queue_id = q.id and l.skills = '{}')
        from lead.queue q where id = any($1::text[]) order by id for no key update`,
    values: [textArray(ids)],
  });
  return new Map(rows.map(([id, cursor, hasBacklog]) => [id, { cursor: cursor ?? undefined, hasBacklog }]));
}

/** People are locked in one order, so that two queues with the same ones never count past each other. */
async function lockLoads(tx: Transaction, managerIds: readonly string[]): Promise<Map<string, Load>> {
  const [, loads] = await together([
    tx.query({ name: 'lead.lock-managers', text: 'select from lead.manager where id = any($1::uuid[]) order by id for no key update', values: [uuidArray(managerIds)] }),
    readLoads(tx, managerIds),
  ]);
  return loads;
}

async function readLoads(tx: Transaction, managerIds: readonly string[]): Promise<Map<string, Load>> {
  const { rows } = await tx.query<[string, string, number]>({
    name: 'lead.read-loads',
    rowMode: 'array',
    text: 'select manager_id::text, channel, open from lead.load where manager_id = any($1::uuid[])',
    values: [uuidArray(managerIds)],
  });
  const loads = new Map<string, { total: number; byChannel: Record<string, number> }>();
  for (const [managerId, channel, open] of rows) {
    const load = loads.get(managerId) ?? { total: 0, byChannel: {} };
    loads.set(managerId, load);
    load.total += open;
    load.byChannel[channel] = open;
  }
  return loads;
}

async function withSigns(tx: Transaction, { managers, anySignedIn }: OfficeConfig): Promise<ReadonlyMap<string, Manager>> {
  if (!anySignedIn) return managers;
  const { rows } = await tx.query<[string, Date]>({ name: 'lead.signs-of-life', rowMode: 'array', text: 'select manager_id::text, seen_at from lead.sign_of_life' });
  const signed = new Map(managers);
  for (const [id, seenAt] of rows) {
    const manager = signed.get(id);
    if (manager) signed.set(id, { ...manager, seenAt });
  }
  return signed;
}

export async function moveCursors(tx: Transaction, moved: readonly { id: string; cursor: number }[]): Promise<void> {
  await tx.query({
    name: 'lead.move-cursors',
    text: `update lead.queue q set cursor = n.cursor from unnest($1::text[], $2::integer[]) as n (id, cursor) where q.id = n.id`,
    values: [textArray(moved.map(({ id }) => id)), int4Array(moved.map(({ cursor }) => cursor))],
  });
}
