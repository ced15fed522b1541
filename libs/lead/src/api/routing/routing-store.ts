import type { Transaction } from '@tributary/event-log';
import { Problem, type FieldFault } from '@tributary/platform';
import { NO_RULES, sayRule, type RuleNames, type RuleSet } from '@tributary/routing';
import { departmentFaults } from '../staff/department-store.js';
import { managerFaults } from '../staff/manager-store.js';
import { queueFaults } from '../staff/queue-store.js';

export interface RulesVersion {
  /** 0: no rules were ever set. */
  readonly version: number;
  readonly rules: RuleSet;
  readonly author: string;
  readonly note: string;
  readonly createdAt: Date | null;
}

const NONE: RulesVersion = { version: 0, rules: NO_RULES, author: '', note: '', createdAt: null };
const VERSIONS = 'select version, rules, author, note, created_at as "createdAt" from lead.routing_version';

export async function currentRules(tx: Transaction): Promise<RulesVersion> {
  return (await tx.query<RulesVersion>(`${VERSIONS} order by version desc limit 1`)).rows[0] ?? NONE;
}

export async function findRules(tx: Transaction, version: number): Promise<RulesVersion | undefined> {
  if (version === 0) return NONE;
  return (await tx.query<RulesVersion>(`${VERSIONS} where version = $1`, [version])).rows[0];
}

/** Newest first. */
export async function listRules(tx: Transaction, page: { limit: number; before?: number | undefined }): Promise<RulesVersion[]> {
  const { rows } = await tx.query<RulesVersion>(`${VERSIONS} where $1::int is null or version < $1 order by version desc limit $2`, [page.before ?? null, page.limit]);
  return rows;
}

/**
 * The new version; the old ones stay.
 * @param expected  the version that was changed; undefined: whatever stands
 * @throws Problem 409 `rules-changed`  somebody was quicker
 */
export async function storeRules(tx: Transaction, rules: RuleSet, about: { author: string; note: string; expected?: number | undefined }): Promise<RulesVersion> {
  await tx.query('lock table lead.routing_version in share row exclusive mode');
  const { version } = await currentRules(tx);
  if (about.expected !== undefined && about.expected !== version) throw new Problem(409, 'rules-changed', { params: { version } });
  const { rows } = await tx.query<{ version: number }>('insert into lead.routing_version (rules, author, note) values ($1, $2, $3) returning version', [JSON.stringify(rules), about.author, about.note]);
  return (await findRules(tx, rows[0]!.version))!;
}

/** What the rules name and isn't there. */
export async function ruleFaults(tx: Transaction, { rules, owners }: RuleSet, prefix = ''): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const [index, { target }] of rules.entries()) {
    const at = `${prefix}rules.${index}.target`;
    if (target.kind === 'manager') faults.push(...(await managerFaults(tx, [target.managerId], () => `${at}.managerId`)));
    if (target.kind === 'queue') faults.push(...(await queueFaults(tx, [target.queueId], () => `${at}.queueId`)));
    if (target.kind === 'head') faults.push(...(await departmentFaults(tx, target.departmentId, `${at}.departmentId`)));
  }
  for (const [account, managerId] of Object.entries(owners)) faults.push(...(await managerFaults(tx, [managerId], () => `${prefix}owners.${account}`)));
  return faults;
}

export async function readNames(tx: Transaction): Promise<RuleNames> {
  const { rows } = await tx.query<{ kind: keyof RuleNames; id: string; name: string }>(
    `select 'managers' as kind, id::text, name from lead.manager union all select 'queues', id, name from lead.queue union all
     select 'departments', id, name from lead.department union all select 'lines', id, name from lead.line union all select 'companies', id::text, name from lead.company`);
  const names = { managers: new Map(), queues: new Map(), departments: new Map(), lines: new Map(), accounts: new Map(), companies: new Map() };
  for (const { kind, id, name } of rows) names[kind].set(id, name);
  return names;
}

/** A version as the API shows it: each rule with its sentence. */
export function showRules({ version, rules, author, note, createdAt }: RulesVersion, names: RuleNames, locale: 'ru' | 'en') {
  return {
    version,
    mode: rules.mode,
    rules: rules.rules.map((rule) => ({ ...rule, sentence: sayRule(rule, names, locale) })),
    owners: rules.owners,
    ...(createdAt && { author, note, createdAt: createdAt.toISOString() }),
  };
}
