import type { Transaction } from '@tributary/event-log';
import { Problem, type FieldFault } from '@tributary/platform';
import { NO_RULES, sayRule, type RuleNames, type RuleSet } from '@tributary/routing';
import { isUuid } from '../fields.js';
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
  const named = { managers: [] as Named[], queues: [] as Named[], departments: [] as Named[] };
  for (const [index, { target }] of rules.entries()) {
    const at = `${prefix}rules.${index}.target`;
    if (target.kind === 'manager') named.managers.push({ id: target.managerId, field: `${at}.managerId` });
    if (target.kind === 'queue') named.queues.push({ id: target.queueId, field: `${at}.queueId` });
    if (target.kind === 'head') named.departments.push({ id: target.departmentId, field: `${at}.departmentId` });
  }
  for (const [account, id] of Object.entries(owners)) named.managers.push({ id, field: `${prefix}owners.${account}` });
  return [
    ...(await faultsOf(managerFaults, tx, named.managers)),
    ...(await faultsOf(queueFaults, tx, named.queues)),
    ...(await faultsOf(departmentFaults, tx, named.departments)),
  ];
}

interface Named {
  readonly id: string;
  readonly field: string;
}

/** Asked once for all, and not at all for none. */
async function faultsOf(find: typeof managerFaults, tx: Transaction, named: readonly Named[]): Promise<FieldFault[]> {
  return named.length === 0 ? [] : find(tx, named.map(({ id }) => id), (index) => named[index]!.field);
}

/** Names of what rules mention; who is renamed is renamed in sentences of old versions too. */
export async function readNames(tx: Transaction, sets: readonly Pick<RuleSet, 'rules'>[]): Promise<RuleNames> {
  const rules = sets.flatMap((set) => set.rules);
  const targets = rules.flatMap(({ target }) => (target.kind === 'pool' ? [] : target.kind === 'manager' ? target.managerId : target.kind === 'queue' ? target.queueId : target.departmentId));
  const values = (field: string): string[] => rules.flatMap(({ when }) => when.flatMap((condition) => (condition.field === field && 'values' in condition ? condition.values : [])));
  const { rows } = await tx.query<{ kind: keyof RuleNames; id: string; name: string }>(
    `select 'managers' as kind, id::text, name from lead.manager where id = any($1::uuid[]) union all select 'queues', id, name from lead.queue where id = any($2::text[]) union all
     select 'departments', id, name from lead.department where id = any($2::text[]) union all select 'lines', id, name from lead.line where id = any($3::text[]) union all
     select 'companies', id::text, name from lead.company where id = any($4::uuid[])`,
    [targets.filter(isUuid), targets, values('line'), values('company').filter(isUuid)]);
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
