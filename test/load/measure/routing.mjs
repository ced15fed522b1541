import { endHub, startHub } from '../../e2e/hub.mjs';
import { spread } from '../statistics.mjs';
import { drain, fillLog } from './lead.mjs';

const RULES = 50;
const MANAGERS = 100;

/**
 * What handing out leads costs: the lead service over the same log, with one manager and no rules, and with 50 rules and 100
 * managers in queues by load with skills, hours and capacities. Then 30 days of leads are played through a draft.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options
 * @param {(line: string) => void} say
 */
export async function measureRouting(databases, options, say) {
  if ((await databases.query('postgres', `select from pg_database where datname = 'lead_template'`)).length === 0) await fillLog(databases, options);
  for (const [name, prepare] of /** @type {const} */ ([['routing_plain', plainSql()], ['routing_ruled', ruledSql()]])) {
    await databases.create(name, 'lead_template');
    for (const statement of prepare) await databases.query(name, statement);
  }
  /** @type {{ plain: number[], ruled: number[] }} */
  const cpu = { plain: [], ruled: [] };
  /** @type {any} */
  let simulation;
  for (let n = 0; n < options.runs; n += 1) {
    const plain = await drain(databases, options, {}, undefined, 'routing_plain');
    const isLast = n === options.runs - 1;
    const ruled = await drain(databases, options, {}, isLast ? async () => { simulation = await simulate(databases, options); } : undefined, 'routing_ruled');
    cpu.plain.push(plain.cpuSecondsPer1000);
    cpu.ruled.push(ruled.cpuSecondsPer1000);
    say(`routing: ${plain.cpuSecondsPer1000.toFixed(3)} CPU s per 1,000 plain, ${ruled.cpuSecondsPer1000.toFixed(3)} with ${RULES} rules; ${Math.round(plain.rate)} and ${Math.round(ruled.rate)}/s`);
  }
  const [plain, ruled] = [spread(cpu.plain), spread(cpu.ruled)];
  return { rules: RULES, managers: MANAGERS, cpuSecondsPer1000: { plain, ruled }, ratio: ruled.median / plain.median, simulation };
}

function plainSql() {
  return [`delete from lead.queue_member where manager_id <> (select min(id::text)::uuid from lead.manager)`];
}

/** Rules that ask for words, sums, phones, sources and expressions; the last one holds for all. */
function ruledSql() {
  const rules = Array.from({ length: RULES }, (_, n) => ({
    id: `r${n}`, name: `Rule ${n}`, enabled: true, beforeOwner: false, skills: n === RULES - 1 ? ['sales'] : [],
    when: n === RULES - 1 ? [] : [
      { field: 'channel', op: 'in', values: ['form'] },
      [
        { field: 'text', op: 'has', values: [`word${n}`, `слово${n}*`] }, { field: 'sum', op: 'at-least', value: 1_000 + n }, { field: 'phone', op: 'starts-with', values: [`+1${n}`] },
        { field: 'utm_source', op: 'in', values: [`source${n}`] }, { field: 'cel', expression: `sum > ${n}000.0 && "x${n}" in categories` },
      ][n % 5],
    ],
    target: { kind: 'queue', queueId: `q${n % 5}` },
  }));
  return [
    `insert into lead.manager (id, name, email, skills, capacity, presence_by, hours, time_zone)
       select gen_random_uuid(), 'Manager ' || n, 'm' || n || '@bench.example', '{sales}', 1000000, case when n % 2 = 0 then 'schedule' else 'always' end,
              '{"week": [${Array(7).fill('[{"from": "00:00", "to": "24:00"}]').join(', ')}], "exceptions": []}', 'Europe/Moscow' from generate_series(1, ${MANAGERS}) n`,
    `insert into lead.queue (id, name, strategy, take_minutes) select 'q' || n, 'Queue ' || n, 'least-loaded', 30 from generate_series(0, 4) n`,
    `insert into lead.queue_member (queue_id, manager_id, position)
       select 'q' || (n % 5), id, n from (select id, row_number() over (order by name) as n from lead.manager where email like '%bench.example') m`,
    `insert into lead.routing_version (rules, author) values ('${JSON.stringify({ mode: 'first', owners: {}, rules }).replaceAll("'", "''")}', 'bench')`,
  ];
}

/** @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options */
async function simulate(databases, options) {
  // The leads of the run, as often as it takes, spread over 30 days; every hundredth of them asks for what the draft's one rule names.
  await databases.query('lead_run', `
    with numbered as (select *, row_number() over (order by id) as n from lead.lead),
         copies as (select l.*, k, gen_random_uuid() as new_id from numbered l cross join generate_series(1, (${options.pastLeads} / (select count(*) from lead.lead) + 1)::int) k limit ${options.pastLeads})
    , leads as (
      insert into lead.lead (id, person_id, line, status, manager_id, queue_id, contacts_count, opened_at, last_contact_at, closed_at, outcome, channel)
      select new_id, null, line, 'closed', manager_id, queue_id, 1, now() - random() * interval '30 days' + interval '1 minute', now(), now(), 'won', channel from copies returning id)
    insert into lead.contact (id, revision, account_id, channel, line, conversation_id, external_id, kind, occurred_at, received_at, published_at, snapshot, search, lead_id, decision, matched_at)
    select gen_random_uuid(), 1, c.account_id, c.channel, c.line, c.conversation_id, c.external_id || '-' || k, c.kind, c.occurred_at, c.received_at, c.published_at, c.snapshot, c.search, p.new_id, '{"steps": []}', now()
      from copies p cross join lateral (select * from lead.contact where lead_id = p.id order by received_at, id limit 1) c`);
  await databases.query('lead_run', `update lead.lead set opened_at = now() - interval '60 days' where status = 'open'`);
  await databases.query('lead_run', 'analyze lead.lead, lead.contact');
  const hub = await startHub({ target: 'lead,console', databaseUrl: databases.url('lead_run'), dataDir: databases.dataDir });
  const { rules } = await hub.api.get('/api/v1/routing');
  // Phones that end in 7: a tenth of all.
  const draft = { rules: [{ id: 'moved', name: 'Moved', when: [{ field: 'cel', expression: 'phone.endsWith("7")' }], target: { kind: 'pool' } }, ...rules] };
  const [{ named }] = await databases.query('lead_run', `
    select count(*)::int as named from lead.lead l cross join lateral (select search from lead.contact where lead_id = l.id limit 1) c where l.opened_at between now() - interval '30 days' and now() and c.search ~ '\\+7\\d{9}7(\\D|$)'`);
  const started = performance.now();
  const played = await hub.api.post('/api/v1/routing/simulate', { days: 30, draft });
  const seconds = (performance.now() - started) / 1000;
  await endHub(hub);
  return { leads: played.leads, seconds, moved: played.moved.count, named };
}
