import { until } from '../e2e/until.mjs';
import { databaseOf } from './database.mjs';
import { takenOrder } from './order.mjs';

/** Nothing handled for so long: it does not drain. */
const STALLED_MS = 30_000;

/**
 * Waits until everything stored is handled, then reads all that the product holds through its API and compares that
 * with its tables.
 * @param {{ api: import('../e2e/api.mjs').Api, dataDir?: string, database?: import('./database.mjs').Database }} product
 * @returns {Promise<import('./reckoning.mjs').Holdings & { faults: string[] }>}
 */
export async function drain({ api, dataDir, database = databaseOf(/** @type {string} */ (dataDir)) }) {
  const faults = await untilHandled(database);
  const [contacts, leads, people, quarantine, stats] = [
    await api.all('/api/v1/contacts'),
    await api.all('/api/v1/leads'),
    await api.all('/api/v1/people'),
    await api.all('/api/v1/quarantine'),
    await api.get('/api/v1/stats'),
  ];
  const order = await takenOrder(database);
  return { contacts, leads, people, quarantine, stats, order, faults: [...faults, ...(await compareTables(database, contacts, leads, people))] };
}

/** @param {import('./database.mjs').Database} database @returns {Promise<string[]>} */
async function untilHandled(database) {
  let handled = -1;
  let movedAt = performance.now();
  try {
    await until('everything stored is handled', async () => {
      if (performance.now() - movedAt > STALLED_MS) return true;
      const now = await database.handled();
      if (now !== handled) {
        handled = now;
        movedAt = performance.now();
      }
      return now >= (await database.stored());
    }, { timeoutMs: 600_000, everyMs: 100 });
  } catch (error) {
    return [`could not ask the database: ${error}`];
  }
  const waiting = await database.waiting();
  return waiting > 0 ? [`not drained: ${waiting} stored contacts wait, nothing moved for ${STALLED_MS} ms`] : [];
}

/**
 * The API must show what the tables hold, both services' tables must agree by id, and the accounting of both must balance.
 * @param {import('./database.mjs').Database} database @param {any[]} contacts @param {any[]} leads @param {any[]} people
 */
async function compareTables(database, contacts, leads, people) {
  const [row] = await database.query(`
    select
      (select count(*) from lead.contact) as contacts,
      (select count(*) from lead.lead) as leads,
      (select count(*) from lead.person where merged_into is null and erased_at is null) as people,
      (select count(*) from intake.contact i where not exists (select from lead.contact l where l.id = i.id) and not exists (select from lead.quarantine q where q.contact_id = i.id::text)) as unmatched,
      (select count(*) from lead.contact l where not exists (select from intake.contact i where i.id = l.id)) as unheard,
      (select coalesce(sum(accepted), 0) from intake.tally) as accepted,
      (select coalesce(sum(leads_opened + joined + not_leads + quarantined), 0) from lead.tally) as accounted,
      (select count(*) from intake.contact) as stored`);
  /** @type {string[]} */
  const faults = [];
  const compare = (/** @type {string} */ what, /** @type {unknown} */ found, /** @type {unknown} */ expected) => {
    if (Number(found) !== Number(expected)) faults.push(`${what}: ${found} instead of ${expected}`);
  };
  compare('contacts by the API against the table', contacts.length, row.contacts);
  compare('leads by the API against the table', leads.length, row.leads);
  compare('people by the API against the table', people.length, row.people);
  compare('contacts of intake that the lead service does not know', row.unmatched, 0);
  compare('contacts of the lead service that intake does not know', row.unheard, 0);
  compare('accepted by intake\'s tally against its contacts', row.accepted, row.stored);
  compare('accounted by the lead tally against intake\'s', row.accounted, row.accepted);
  return faults;
}
