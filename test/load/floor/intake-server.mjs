import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { acceptGroup, intakeSchema, prepare } from '@tributary/channel';
import { channel } from '@tributary/channel-form';
import { openPool } from '@tributary/storage';
import { bodyOf } from '../contacts.mjs';

/**
 * The floor of intake: a bare HTTP server that parses the JSON and stores bytes computed beforehand, by the very
 * statement of the product, in groups of which one is under way. What the product does more (accounts, checks,
 * normalization, envelopes, limits, answers) is what the ratio to this shows.
 *
 * Over IPC: in `{ url, account }`, out `{ port }` when ready.
 *
 * @typedef {Awaited<ReturnType<typeof prepare>>} Prepared
 */
process.once('message', async (/** @type {{ url: string, account: string }} */ { url, account }) => {
  const pool = openPool(url, intakeSchema, { max: 1, applicationName: 'tributary floor' });
  const store = new GroupedStore(await pool.connect());
  const next = submissions(await precomputed(account));
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
      JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const { id, submission } = next();
      await store.add(submission);
      const answer = JSON.stringify({ id });
      response.writeHead(202, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: /** @type {import('node:net').AddressInfo} */ (server.address()).port });
});
process.on('disconnect', () => process.exit());

const GROUP = 128;

/** One group under way, the next one gathers. */
class GroupedStore {
  #connection;
  /** @type {{ submission: Prepared, done: () => void, failed: (error: unknown) => void }[]} */
  #waiting = [];
  #busy = false;

  /** @param {import('pg').PoolClient} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /** @param {Prepared} submission @returns {Promise<void>} when it is committed */
  add(submission) {
    return new Promise((done, failed) => {
      this.#waiting.push({ submission, done, failed });
      if (this.#busy) return;
      this.#busy = true;
      setImmediate(() => void this.#flush());
    });
  }

  async #flush() {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP);
      try {
        await acceptGroup(this.#connection, group.map(({ submission }) => submission));
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.#busy = false;
  }
}

/** What the product itself makes of one contact. @param {string} account @returns {Promise<Prepared>} */
async function precomputed(account) {
  const body = Buffer.from(bodyOf(123_456, 'floor'));
  const settings = channel.settings.parse({ rateLimitPerMinute: 0 });
  const asked = { id: account, name: 'Site', line: 'main', settings, defaultRegion: 'RU' };
  const request = {
    method: 'POST', path: '', query: {}, headers: { 'content-type': 'application/json' }, body,
    clientAddress: '127.0.0.1', receivedAt: new Date(), locale: /** @type {const} */ ('ru'),
  };
  const parsed = channel.webhook?.parse(request, asked);
  if (!parsed) throw new Error('the form channel takes no posts');
  const noBlobs = /** @type {import('@tributary/storage').BlobStore} */ ({});
  return prepare({ account: { ...asked, channel }, receivedAt: request.receivedAt, contacts: parsed.contacts }, noBlobs);
}

/** The same bytes again and again, each under an id of its own. @param {Prepared} template */
function submissions(template) {
  const contact = template.contacts[0];
  if (!contact) throw new Error('the form channel made no contact of the sample');
  return () => {
    const id = randomUUID();
    const externalId = id.repeat(2).slice(0, contact.draft.externalId.length);
    const key = createHash('sha256').update(id).digest('hex').slice(0, contact.key.length);
    return { id, submission: { ...template, contacts: [{ ...contact, id, key, draft: { ...contact.draft, externalId } }] } };
  };
}
