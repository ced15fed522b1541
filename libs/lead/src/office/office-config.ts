import type { Transaction } from '@tributary/event-log';
import {
  NO_RULES,
  compileRules,
  russianCalendar,
  CALENDAR_YEARS,
  type CalendarDay,
  type CompiledRules,
  type Department,
  type Hours,
  type Line,
  type Manager,
  type OutOfHours,
  type ProductionCalendar,
  type Queue,
  type QueueMember,
  type RuleSet,
  type Schedule,
  type Strategy,
} from '@tributary/routing';
import type { LineAnswers } from '../conversations/automatic-answers.js';

/** A line with what the lead service itself asks of it. */
export interface OfficeLine extends Line {
  readonly repeatLeads: boolean;
  /** Two persons whom one contact joins are merged without asking, when a provider vouches for both. */
  readonly autoMerge: boolean;
  /** Whoever has a lead answers within so many working minutes. */
  readonly answerMinutes: number | undefined;
  /** A missed call is returned within so many working minutes. */
  readonly callBackMinutes: number | undefined;
  /** What it answers by itself; undefined: nothing. */
  readonly answers: LineAnswers | undefined;
}

/** Everything of the office that somebody sets and that stays the same until somebody sets it again. */
export interface OfficeConfig {
  /** Another whenever any of it is another. */
  readonly version: string;
  readonly managers: ReadonlyMap<string, Manager>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly departments: ReadonlyMap<string, Department>;
  readonly lines: ReadonlyMap<string, OfficeLine>;
  readonly rules: CompiledRules;
  /** Of the rules; 0 before the first. */
  readonly rulesVersion: number;
  /** Somebody is there while they are signed in. */
  readonly anySignedIn: boolean;
  /** Queues whose next hangs on who has how many leads. */
  readonly byLoad: ReadonlySet<string>;
}

const READ = {
  name: 'lead.read-office',
  rowMode: 'array' as const,
  text: `
    select (select version::text from lead.office_version),
      (select coalesce(json_agg(m), '[]') from (
         select id, name, active, presence_by, hours, time_zone, calendar, skills, capacity, channel_capacity, said, said_until, substitute_id from lead.manager) m),
      (select coalesce(json_agg(q), '[]') from (
         select q.id, q.name, q.strategy, q.overflow_id, q.take_minutes, q.department_id,
           (select coalesce(json_agg(json_build_array(n.manager_id, n.position, n.share) order by n.position), '[]') from lead.queue_member n where n.queue_id = q.id) as members
           from lead.queue q) q),
      (select coalesce(json_agg(d), '[]') from (select id, name, head_id from lead.department) d),
      (select coalesce(json_agg(l), '[]') from (
         select id, name, time_zone, queue_id, repeat_leads, auto_merge, hours, calendar, out_of_hours, patience_minutes, answer_minutes, call_back_minutes, answers from lead.line) l),
      (select coalesce(json_agg(y), '[]') from (select country, year, days from lead.calendar_year) y),
      (select json_build_object('version', version, 'rules', rules) from lead.routing_version order by version desc limit 1)`,
};

interface ManagerRow {
  id: string; name: string; active: boolean; presence_by: Manager['presenceBy']; hours: Hours | null; time_zone: string | null; calendar: string | null;
  skills: string[]; capacity: number | null; channel_capacity: Record<string, number>; said: 'available' | 'paused' | 'absent' | null; said_until: string | null; substitute_id: string | null;
}
interface QueueRow {
  id: string; name: string; strategy: Strategy; overflow_id: string | null; take_minutes: number | null; department_id: string | null; members: [string, number, number][];
}
interface LineRow {
  id: string; name: string; time_zone: string; queue_id: string; repeat_leads: boolean; auto_merge: boolean; hours: Hours | null; calendar: string | null;
  out_of_hours: OutOfHours; patience_minutes: number; answer_minutes: number | null; call_back_minutes: number | null; answers: LineAnswers;
}
export interface YearRow {
  readonly country: string;
  readonly year: number;
  readonly days: Record<string, CalendarDay>;
}
type Row = [string, ManagerRow[], QueueRow[], { id: string; name: string; head_id: string | null }[], LineRow[], YearRow[], { version: number; rules: RuleSet } | null];

/** So many are kept: a hub has one, specs have several. */
const KEPT = 8;
const CACHE = new Map<string, OfficeConfig>();

/** The office as it is now. @param version  what `office_version` says, when it was read before: then nothing is read twice */
export async function readOffice(tx: Transaction, version?: string): Promise<OfficeConfig> {
  const kept = version === undefined ? undefined : CACHE.get(version);
  if (kept) return kept;
  const { rows } = await tx.query<Row>(READ);
  const config = officeConfig(rows[0]!);
  CACHE.set(config.version, config);
  if (CACHE.size > KEPT) CACHE.delete(CACHE.keys().next().value!);
  return config;
}

export async function readOfficeVersion(tx: Transaction): Promise<string> {
  return (await readOfficeNow(tx)).version;
}

/** With the database's time, by which all instances hand out leads. */
export async function readOfficeNow(tx: Transaction): Promise<{ version: string; at: Date }> {
  const { rows } = await tx.query<[string, Date]>({ name: 'lead.office-now', rowMode: 'array', text: 'select version::text, now() from lead.office_version' });
  const [[version, at]] = rows as [[string, Date]];
  return { version, at };
}

function officeConfig([version, managers, queues, departments, lines, years, routing]: Row): OfficeConfig {
  const calendars = calendarsOf(years);
  const staff = new Map(managers.map((row) => [row.id, managerOf(row, calendars)]));
  const queueMap = new Map(queues.map((row) => [row.id, queueOf(row)]));
  return {
    version,
    managers: staff,
    queues: queueMap,
    departments: new Map(departments.map(({ id, name, head_id }) => [id, { id, name, headId: head_id ?? undefined }])),
    lines: new Map(lines.map((row) => [row.id, lineOf(row, calendars)])),
    rules: compileRules(routing?.rules ?? NO_RULES),
    rulesVersion: routing?.version ?? 0,
    anySignedIn: managers.some(({ presence_by }) => presence_by === 'signed-in'),
    byLoad: new Set([...queueMap.values()].filter((queue) => isByLoad(queue, staff)).map(({ id }) => id)),
  };
}

function isByLoad({ strategy, members }: Queue, staff: ReadonlyMap<string, Manager>): boolean {
  return strategy === 'least-loaded' || members.some(({ managerId }) => {
    const manager = staff.get(managerId);
    return manager?.capacity !== undefined || Object.keys(manager?.channelCapacity ?? {}).length > 0;
  });
}

/** Russia's years as the program knows them, and what somebody changed. */
export function calendarsOf(years: readonly YearRow[]): Map<string, ProductionCalendar> {
  const days = new Map<string, Record<string, CalendarDay>>([['RU', {}]]);
  for (const year of CALENDAR_YEARS) if (!years.some((row) => row.country === 'RU' && row.year === year)) Object.assign(days.get('RU')!, russianCalendar(year).days);
  for (const row of years) days.set(row.country, { ...days.get(row.country), ...row.days });
  return new Map([...days].map(([country, each]) => [country, { country, days: each }]));
}

function scheduleOf(hours: Hours, timeZone: string, calendar: ProductionCalendar | undefined): Schedule {
  return { timeZone, week: hours.week, exceptions: hours.exceptions, ...(calendar && { calendar }) };
}

function managerOf(row: ManagerRow, calendars: ReadonlyMap<string, ProductionCalendar>): Manager {
  return {
    id: row.id,
    name: row.name,
    active: row.active,
    presenceBy: row.presence_by,
    schedule: row.hours ? scheduleOf(row.hours, row.time_zone ?? 'Europe/Moscow', calendars.get(row.calendar ?? '')) : undefined,
    said: row.said === null ? undefined : { status: row.said, until: row.said_until === null ? undefined : new Date(row.said_until), substituteId: row.substitute_id ?? undefined },
    skills: row.skills,
    capacity: row.capacity ?? undefined,
    channelCapacity: row.channel_capacity,
  };
}

function queueOf(row: QueueRow): Queue {
  const members = row.members.map(([managerId, position, share]): QueueMember => ({ managerId, position, share }));
  return {
    id: row.id, name: row.name, strategy: row.strategy, members,
    overflowId: row.overflow_id ?? undefined, takeMinutes: row.take_minutes ?? undefined, departmentId: row.department_id ?? undefined,
  };
}

function lineOf(row: LineRow, calendars: ReadonlyMap<string, ProductionCalendar>): OfficeLine {
  return {
    id: row.id, name: row.name, timeZone: row.time_zone, queueId: row.queue_id, repeatLeads: row.repeat_leads, autoMerge: row.auto_merge,
    hours: row.hours ? scheduleOf(row.hours, row.time_zone, calendars.get(row.calendar ?? '')) : undefined,
    outOfHours: row.out_of_hours, patienceMinutes: row.patience_minutes,
    answerMinutes: row.answer_minutes ?? undefined, callBackMinutes: row.call_back_minutes ?? undefined,
    answers: Object.keys(row.answers).length > 0 ? row.answers : undefined,
  };
}
