import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endHub, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { cpuSecondsOf } from '../../e2e/usage.mjs';
import { startFloor } from '../floor/process.mjs';
import { leaseOf, readRecording } from '../floor/recording.mjs';
import { loadFrom } from '../loader.mjs';
import { personsSql } from '../persons.mjs';
import { spread } from '../statistics.mjs';

const RECORDER = fileURLToPath(new URL('../floor/recorder.mjs', import.meta.url));
const BATCHES = [100, 500];

/**
 * Contacts a second that the lead service takes from a filled log, 30 % from people known before, against its floor:
 * the same transactions with recorded parameters. Every run has its own copy of the same database.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options
 * @param {(line: string) => void} say
 */
export async function measureLead(databases, options, say) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-floor-'));
  try {
    await fillLog(databases, options);
    const recordings = Object.fromEntries(BATCHES.map((batch) => [batch, join(folder, `${batch}.bin`)]));
    for (const batch of BATCHES) await drain(databases, options, { NODE_OPTIONS: `--import ${RECORDER}`, FLOOR_RECORDING: recordings[batch], FLOOR_BATCH: String(batch) });
    say(`lead: recorded ${options.leadContacts} contacts in batches of ${BATCHES.join(' and ')}`);
    /** @type {Record<string, number[]>} */
    const rates = { product: [], ...Object.fromEntries(BATCHES.map((batch) => [`floor${batch}`, []])) };
    /** @type {number[]} */
    const cpu = [];
    for (let n = 0; n < options.runs; n += 1) {
      for (const batch of BATCHES) {
        const rate = await replay(databases, options, String(recordings[batch]));
        rates[`floor${batch}`]?.push(rate);
        say(`lead, floor, ${batch} a transaction: ${Math.round(rate)}/s`);
      }
      const { rate, cpuSecondsPer1000 } = await drain(databases, options);
      rates['product']?.push(rate);
      cpu.push(cpuSecondsPer1000);
      say(`lead, product: ${Math.round(rate)}/s`);
    }
    const contactsPerSecond = Object.fromEntries(Object.entries(rates).map(([side, all]) => [side, spread(all)]));
    const best = Math.max(...BATCHES.map((batch) => contactsPerSecond[`floor${batch}`]?.median ?? 0));
    return { persons: options.persons, contacts: options.leadContacts, contactsPerSecond, cpuSecondsPer1000: spread(cpu), ratio: (contactsPerSecond['product']?.median ?? 0) / best };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database with known people and a log that nobody has read yet. @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options */
export async function fillLog(databases, options) {
  let form = '';
  await databases.install('lead_template', async (hub) => {
    ({ form } = await install(hub.api));
  });
  const hub = await startHub({ target: 'form,console', databaseUrl: databases.url('lead_template'), dataDir: databases.dataDir });
  const posts = options.leadContacts;
  const { accepted, answers } = await loadFrom({ port: Number(new URL(hub.url).port), path: `/f/${form}`, run: 'lead', connections: 64, firstPerson: options.persons, posts, repeatsOf: options.persons });
  await endHub(hub);
  if (accepted !== posts) throw new Error(`the log was not filled: ${JSON.stringify(answers)}`);
  await databases.query('lead_template', personsSql(options.persons));
  await databases.query('lead_template', 'vacuum analyze');
}

/**
 * One run of the lead service over a copy of the filled log.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options @param {Record<string, string | undefined>} [env]
 * @param {() => Promise<void>} [afterwards]  with the database still there
 * @param {string} [template]
 */
export async function drain(databases, options, env = {}, afterwards = async () => undefined, template = 'lead_template') {
  await databases.drop('lead_run');
  await databases.create('lead_run', template);
  await databases.query('postgres', 'checkpoint');
  const hub = await startHub({ target: 'lead', databaseUrl: databases.url('lead_run'), dataDir: databases.dataDir, env, wait: false });
  try {
    const progress = await follow(databases, hub, options.leadContacts);
    const { contacts, leads, twice } = (await databases.query('lead_run', `
      select (select count(*)::int from lead.contact) as contacts, (select count(*)::int from lead.lead) as leads,
             (select count(*)::int from (select from lead.lead where status = 'open' group by person_id, line having count(*) > 1) d) as twice`))[0];
    if (contacts !== options.leadContacts || leads === 0 || twice !== 0) throw new Error(`the lead service made ${leads} leads of ${contacts} contacts, ${twice} of them twice`);
    await afterwards();
    return progress;
  } finally {
    await endHub(hub);
  }
}

/** From the first batch seen to the last. @param {import('../databases.mjs').Databases} databases @param {import('../../e2e/hub.mjs').Hub} hub @param {number} contacts */
function follow(databases, hub, contacts) {
  return databases.connected('lead_run', async (query) => {
    const handledFrom = (/** @type {number} */ least) => until(`the lead service has handled ${least} contacts`, async () => {
      const [row] = await query('select coalesce(sum(leads_opened + joined + not_leads + quarantined), 0)::int as handled from lead.tally');
      if (!hub.running) return 'ended';
      return row.handled >= least && { handled: row.handled, at: performance.now(), cpu: cpuSecondsOf(hub.pid) };
    }, { timeoutMs: 300_000, everyMs: 20 });
    const first = await handledFrom(1);
    const last = await handledFrom(contacts);
    if (first === 'ended' || last === 'ended') throw new Error(`the lead service ended: ${hub.output.slice(-2_000)}`);
    const done = last.handled - first.handled;
    return { rate: (done / (last.at - first.at)) * 1000, cpuSecondsPer1000: ((last.cpu - first.cpu) / done) * 1000 };
  });
}

/** @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options @param {string} file */
async function replay(databases, options, file) {
  await databases.drop('lead_run');
  await databases.create('lead_run', 'lead_template');
  const lease = leaseOf(readRecording(file));
  await databases.query('lead_run', lease.text, lease.values);
  await databases.query('postgres', 'checkpoint');
  const floor = await startFloor('lead-replay', { url: databases.url('lead_run'), file });
  await floor.end();
  const [{ contacts }] = await databases.query('lead_run', 'select count(*)::int as contacts from lead.contact');
  if (contacts !== options.leadContacts) throw new Error(`the floor stored ${contacts} of ${options.leadContacts} contacts: its statements are not the service's`);
  return options.leadContacts / floor.answer.seconds;
}
