import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { withClient } from '@tributary/storage';
import { handleBatch } from '../batch/handle-batch.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, records, type Draft } from '../testing/envelopes.js';
import { readEvents } from '../testing/read-outcome.js';
import { pipelinedPool } from '../sql/pipelined-pool.js';
import { drainBacklog, settleDue } from './desk-step.js';

/** 10,000 is the campaign: `DESK_LEADS=10000 npm run test:only -- libs/lead/src/desk/instances`. */
const LEADS = Number(process.env['DESK_LEADS'] ?? 1_000);
const CONTACTS_A_BATCH = 25;
const QUEUES = ['even', 'strict', 'least-loaded', 'random'] as const;

/** An instance of the lead service as the database sees it: connections that may end at any moment. */
class Instance {
  readonly name: string;
  #stopped = false;
  readonly #pool;

  constructor(n: number, readonly db: LeadDatabase) {
    this.name = `desk-instance-${n}`;
    this.#pool = pipelinedPool({ options: { ...db.pool.options, application_name: this.name } }, 3);
  }

  get deps() {
    return { ...this.db.deps, pool: this.#pool };
  }

  async work(batches: Draft[][]): Promise<void> {
    await Promise.all([this.#consume(batches), this.#look()]);
    await this.#pool.end();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #consume(batches: Draft[][]): Promise<void> {
    for (let next = batches.shift(); next && !this.#stopped; next = batches.shift()) {
      // A batch whose instance died comes again, as the log would bring it.
      await handleBatch(batchOf(records(next)), this.deps).catch(() => batches.push(next!));
    }
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      await settleDue(this.deps).catch(() => 0);
      await drainBacklog(this.deps).catch(() => 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('two instances at one desk', () => {
  let db: LeadDatabase;
  let managers: string[];
  beforeAll(async () => {
    db = await leadDatabase(16);
    managers = await db.addManagers(...Array.from({ length: 8 }, (_, n) => `M${n}`));
    await db.rows(`insert into lead.department (id, name, head_id) values ('sales', 'Sales', $1)`, [managers[7]]);
    for (const [n, strategy] of QUEUES.entries()) {
      await db.rows(`insert into lead.queue (id, name, strategy, take_minutes, department_id) values ($1, $1, $1, 3, 'sales')`, [strategy]);
      await db.rows(`insert into lead.line (id, name, queue_id) values ($1, $1, $1)`, [strategy]);
      // Three of the first five each: the queues share people.
      await db.rows(`insert into lead.queue_member (queue_id, manager_id, position) select $1, id, n from unnest($2::uuid[]) with ordinality as m (id, n)`, [strategy, [0, 1, 2].map((m) => managers[(n + m) % 5])]);
    }
    await db.rows(`update lead.manager set capacity = $2 where id = any($1::uuid[])`, [managers.slice(0, 5), Math.ceil(LEADS / 8)]);
  }, 60_000);
  afterAll(() => db.drop());

  it(`assign ${LEADS} leads once each, escalate each once, and keep their age, while managers come and go and one instance is killed`, async () => {
    let state = 99;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    const drafts = Array.from({ length: LEADS }, (_, n): Draft => ({ name: `l${n}`, phone: `+7916${String(1_000_000 + n)}`, line: QUEUES[random(4)]! }));
    const batches = Array.from({ length: Math.ceil(LEADS / CONTACTS_A_BATCH) }, (_, n) => drafts.slice(n * CONTACTS_A_BATCH, (n + 1) * CONTACTS_A_BATCH));
    const sent = batches.length;
    const instances = [new Instance(1, db), new Instance(2, db)];
    const working = instances.map((instance) => instance.work(batches));
    let kills = 0;
    const ages = new Map<string, number>();
    const until = Date.now() + 60_000;
    // People come and go, time runs out, leads are taken and closed, and one instance loses all that it had under way, again and again.
    for (let round = 0; Date.now() < until && (batches.length > 0 || round < 30); round++) {
      await db.rows('update lead.manager set said = $2 where id = $1', [managers[random(5)], random(3) === 0 ? 'paused' : null]);
      await db.rows(`update lead.lead set due_at = now() where id in (select id from lead.lead where due = 'take' and status = 'open' order by id limit $1 for update skip locked)`, [random(20)]);
      await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now() where id in (select id from lead.lead where manager_id is not null and status = 'open' order by id limit $1 for update skip locked)`, [random(8)]);
      if (round % 5 === 4) kills += await kill(db, instances[0]!.name);
      for (const { id, opened_at } of await db.rows<{ id: string; opened_at: Date }>('select id, opened_at from lead.lead')) {
        if (!ages.has(id)) ages.set(id, opened_at.getTime());
        else if (ages.get(id) !== opened_at.getTime()) throw new Error(`lead ${id} changed its age`);
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect([batches.length, kills > 0]).toEqual([0, true]);
    await db.rows(`update lead.manager set said = null`);
    for (const { deps } of [instances[1]!]) while ((await settleDue(deps)) + (await drainBacklog(deps)) > 0);
    for (const instance of instances) instance.stop();
    await Promise.all(working);

    const leads = await db.rows<{ id: string; manager_id: string | null; waiting: string | null; tried: string[]; status: string }>('select id, manager_id, waiting, tried, status from lead.lead');
    expect([leads.length, sent]).toEqual([LEADS, Math.ceil(LEADS / CONTACTS_A_BATCH)]);
    // Each is somebody's or waits somewhere, and nobody was asked twice.
    expect(leads.filter(({ manager_id, waiting, status }) => status === 'open' && (manager_id === null) !== (waiting !== null))).toEqual([]);
    expect(leads.filter(({ tried }) => new Set(tried).size !== tried.length)).toEqual([]);
    // Every escalation stands once: as a reason, as an event, and in whom it was tried with.
    const tried = leads.reduce((sum, each) => sum + each.tried.length, 0);
    const written = await db.rows<{ lead_id: string; manager: string }>(`select lead_id, steps -> 0 -> 'params' ->> 'manager' as manager from lead.assignment where reason = 'not-taken'`);
    expect(written.length).toBe(tried);
    expect(new Set(written.map(({ lead_id, manager }) => `${lead_id} ${manager}`)).size).toBe(written.length);
    expect((await readEvents(db)).filter(({ kind }) => kind === LeadEventKind.ESCALATED)).toHaveLength(tried);
    expect(tried).toBeGreaterThan(0);
    // What everybody has is what was counted on the way, and nobody got more than they may, but for the head, whom escalations reach.
    const counted = await db.rows('select manager_id, sum(open)::int as open from lead.load group by 1 having sum(open) <> 0 order by 1');
    const held = await db.rows(`select manager_id, count(*)::int as open from lead.lead where status = 'open' and manager_id is not null group by 1 order by 1`);
    expect(counted).toEqual(held);
    expect(held.filter(({ manager_id, open }) => manager_id !== managers[7] && Number(open) > Math.ceil(LEADS / 8))).toEqual([]);
  }, 120_000);
});

async function kill(db: LeadDatabase, name: string): Promise<number> {
  return withClient(db.adminUrl, { applicationName: 'spec' }, async (client) => {
    const { rowCount } = await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name]);
    return rowCount ?? 0;
  });
}
