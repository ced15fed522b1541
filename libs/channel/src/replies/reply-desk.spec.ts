import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contactId } from '@tributary/contact';
import { createLogger } from '@tributary/platform';
import { ReplyReceiptSchema, ReplySchema } from '@tributary/proto';
import { type RunningAccount, runAccount } from '../accounts/account.js';
import { DEFAULT_TIMING, type RetryTiming } from '../host/timing.js';
import type { Connections, PooledConnection } from '../intake/connections.js';
import { OutcomeUnknownError, type Replies, ReplyRefusedError } from '../reply.js';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { toyDraft } from '../testing/toy-channel.js';
import { refusing } from '../testing/reply-stage.js';
import { type ToyPost, toyPost, toyReplying } from '../testing/toy-replies.js';
import { ReplyBook } from './reply-book.js';
import { ReplyDesk } from './reply-desk.js';

const HOUR_MS = 60 * 60_000;
const ME = 'this instance';

let fixture: IntakeFixture;
let desk: ReplyDesk;
let open: (retry?: Partial<RetryTiming>) => ReplyDesk;
/** The database takes what ends with this, and the connection is lost before it answers; once. */
let lost: RegExp[] = [];
/** "load" with the account's id. */
let events: EventEmitter;
let accounts: Map<string, RunningAccount | undefined>;
beforeEach(async () => {
  fixture = await intakeFixture();
  events = new EventEmitter();
  accounts = new Map();
  const { pool, logWriter, blobs } = fixture;
  const load = (id: string) => {
    events.emit('load', id);
    return Promise.resolve(accounts.get(id));
  };
  open = (retry = {}) => {
    const timing = { ...DEFAULT_TIMING, graceMs: 50, retry: { ...DEFAULT_TIMING.retry, ...retry } };
    const connections: Connections = { connect: async () => losing(await pool.connect()) };
    return new ReplyDesk({ book: new ReplyBook(connections, logWriter, ME, 5_000), blobs, timing, log: createLogger({ level: 'silent' }), load });
  };
  desk = open();
});
afterEach(async () => {
  await desk.stop();
  await fixture.drop();
});

/** An account that this instance runs, with its provider. */
async function running(rates: Replies['rates'] = {}): Promise<{ id: string; post: ToyPost }> {
  const [id, box] = [randomUUID(), randomUUID()];
  const channel = toyReplying('toy', { rates });
  accounts.set(id, runAccount({ id, channel: 'toy', name: 'A', line: 'main', defaultRegion: 'RU', settings: { box }, createdAt: new Date() }, channel));
  await fixture.rows(`insert into intake.account (id, channel, name, line, default_region, settings) values ($1, 'toy', 'A', 'main', 'RU', '{}')`, [id]);
  await fixture.rows('insert into intake.lease (account_id, owner, epoch) values ($1, $2, 1)', [id, ME]);
  await fixture.intake().submit({ account: { id, line: 'main', channel }, receivedAt: new Date(), contacts: [toyDraft({ id: 'letter' })] });
  return { id, post: toyPost(box) };
}

/** A connection on which answers are lost. */
function losing(connection: PooledConnection): PooledConnection {
  const query = async (...call: Parameters<PooledConnection['query']>) => {
    const result = await connection.query(...call);
    if (typeof call[0] === 'string' && lost[0]?.test(call[0])) {
      lost.shift();
      if (lost.length === 0) throw new Error('Connection terminated unexpectedly');
    }
    return result;
  };
  return { query: query as PooledConnection['query'], release: (error) => connection.release(error) };
}

const states = async (accountId: string) => (await fixture.rows<{ state: string }>('select state from intake.reply where account_id = $1 order by sequence', [accountId])).map(({ state }) => state);

/** So many replies: all in conversations of their own, or all in one. */
async function wanted(accountId: string, count: number, apart: boolean): Promise<void> {
  const message = toBinary(ReplySchema, create(ReplySchema, { text: 'x' }));
  await fixture.rows(
    `insert into intake.reply (id, account_id, conversation_id, sequence, contact_id, message, state)
     select gen_random_uuid(), $1, case when $3 then 'talk ' || n else 'talk' end, n, $4, $5, 'queued' from generate_series(1, $2::int) as n`,
    [accountId, count, apart, contactId(accountId, 'letter'), Buffer.from(message)],
  );
}

/** Until the desk stops. */
const endless: ToyPost['script'][number] = async (_arrive, _reply, signal) => {
  await once(signal, 'abort');
  signal.throwIfAborted();
};

describe('the desk', () => {
  it('leaves an account at once whose replies wait for the provider’s rate, and sends none of them', async () => {
    const { id, post } = await running({ conversation: () => ({ requests: 1, perMs: HOUR_MS }) });
    await wanted(id, 2, false);
    desk.start();
    for (let loads = 0; loads < 2; loads++) await once(events, 'load');
    await setImmediate();
    await desk.leave(id);
    expect(post.calls).toBe(1);
    desk.come(id);
    await once(events, 'load');
  });

  it('waits for what is under way a while only, and begins nothing more for an account that it left', async () => {
    const { id, post } = await running();
    post.script.push(endless);
    await wanted(id, 1, true);
    desk.start();
    await post.until(() => post.calls === 1);
    await desk.leave(id);
    const other = await running();
    await wanted(id, 3, false);
    await wanted(other.id, 1, true);
    desk.wake();
    await other.post.until(() => other.post.arrived.length === 1);
    expect(post.calls).toBe(1);
  });

  it.each([
    ['waits for its provider’s rate', { account: { requests: 1, perMs: HOUR_MS } }, 600],
    ['takes its time', {}, 40],
  ])('sends for other accounts while one with many conversations %s', async (_, rates, conversations) => {
    const slow = await running(rates);
    slow.post.script.push(...Array.from({ length: conversations }, () => endless));
    await wanted(slow.id, conversations, true);
    const other = await running();
    desk.start();
    await slow.post.until(() => slow.post.calls > 0);
    await wanted(other.id, 3, true);
    desk.wake();
    await other.post.until(() => other.post.arrived.length === 3);
  });

  it('tries a refused password as often as replies go out at once, however many wait', async () => {
    const { id, post } = await running();
    post.script.push(...Array.from({ length: 100 }, () => refusing('credentials')));
    await wanted(id, 60, true);
    let loads = 0;
    const again = new Promise<void>((resolve) => events.on('load', () => ++loads > 50 && resolve()));
    desk.start();
    // All that were taken up are put back: the next one is taken up when the rest is over.
    await again;
    expect(post.calls).toBeLessThanOrEqual(4);
  });

  it('tries one reply at a time, once an account has rested, until it works', async () => {
    const { id, post } = await running();
    let [atOnce, most] = [0, 0];
    const refused: ToyPost['script'][number] = async () => {
      // The first ones go out together: nothing is known yet.
      const weight = post.calls > 4 ? 1 : 0;
      most = Math.max(most, (atOnce += weight));
      for (let n = 0; n < 10; n++) await fixture.rows('select 1');
      atOnce -= weight;
      refusing('credentials')();
    };
    post.script.push(...Array.from({ length: 9 }, () => refused));
    await wanted(id, 20, true);
    desk = open({ firstMs: 1, mostMs: 1, credentialTriesMs: Array.from({ length: 10 }, () => 20) });
    desk.start();
    await post.until(() => post.arrived.length === 20);
    expect(most).toBe(1);
  });

  it('has only so many replies become unknown in an outage as go out at once: the others wait until one shows that it is over', async () => {
    const [away, other] = [await running(), await running()];
    away.post.script.push(...Array.from({ length: 60 }, () => () => Promise.reject(new OutcomeUnknownError('status 502'))));
    await wanted(away.id, 60, true);
    desk = open({ firstMs: HOUR_MS, mostMs: HOUR_MS });
    desk.start();
    await away.post.until(() => away.post.calls > 0);
    await wanted(other.id, 30, false);
    desk.wake();
    await other.post.until(() => other.post.arrived.length === 30);
    expect(away.post.calls).toBeLessThanOrEqual(4);
  });

  it('goes on after an outage when the first answer is a refusal: who refuses is there', async () => {
    const { id, post } = await running();
    const cause = new Error('the provider said so');
    const refused = () => Promise.reject(new ReplyRefusedError('denied', { ru: 'Запретил.', en: 'Denied.' }, undefined, { cause }));
    const together: ToyPost['script'][number] = async (arrive) => {
      await post.until(() => post.calls >= 4);
      arrive();
    };
    post.script.push(refusing('network'), refused, together, together);
    await wanted(id, 1, true);
    desk = open({ firstMs: 1, mostMs: 1 });
    desk.start();
    await post.until(() => post.calls === 1);
    await wanted(id, 4, true);
    await post.until(() => post.arrived.length >= 2);
  });

  it('keeps a reply’s own time for the next try, whatever the others of its account come to', async () => {
    const { id, post } = await running();
    post.script.push(refusing('credentials'));
    await wanted(id, 1, true);
    desk = open({ firstMs: HOUR_MS, mostMs: HOUR_MS, credentialTriesMs: Array.from({ length: 10 }, () => 20) });
    desk.start();
    await post.until(() => post.calls === 1);
    await wanted(id, 6, false);
    await post.until(() => post.arrived.filter(({ conversationId }) => conversationId === 'talk').length === 6);
    expect(post.calls).toBe(7);
  });

  it('counts for the provider’s rates only what came to it', async () => {
    const { id, post } = await running({ conversation: () => ({ requests: 1, perMs: HOUR_MS }) });
    post.script.push(refusing('network'), refusing('credentials'));
    await wanted(id, 1, false);
    desk = open({ firstMs: 1, credentialTriesMs: [1] });
    desk.start();
    await post.until(() => post.arrived.length === 1);
  });

  it('sends with the settings of now what has waited since they were others', async () => {
    const [slow, renewed] = [await running(), await running()];
    let go!: () => void;
    const gone = new Promise<void>((resolve) => (go = resolve));
    slow.post.script.push(...Array.from({ length: 4 }, () => async (arrive: () => void) => gone.then(arrive)));
    await wanted(slow.id, 5, true);
    let loads = 0;
    const loaded = new Promise<void>((resolve) => events.on('load', () => ++loads === 5 && resolve()));
    desk.start();
    await Promise.all([loaded, slow.post.until(() => slow.post.calls === 4)]);
    accounts.set(slow.id, accounts.get(renewed.id));
    await fixture.rows('update intake.account set version = version + 1 where id = $1', [slow.id]);
    go();
    await renewed.post.until(() => renewed.post.arrived.length === 1);
    expect(slow.post.calls).toBe(4);
  });

  it('ends what takes longer than the grace time when it leaves an account, and notes that it is unknown', async () => {
    const { id, post } = await running();
    post.script.push(endless);
    await wanted(id, 2, false);
    desk.start();
    await post.until(() => post.calls === 1);
    await desk.leave(id);
    expect(await states(id)).toEqual(['unknown', 'queued']);
  });

  it('gives back what it had not begun to send when it was told to end', async () => {
    const { id, post } = await running();
    await wanted(id, 1, true);
    const holder = await fixture.pool.connect();
    await holder.query('begin');
    await holder.query('lock table intake.conversation_alias in access exclusive mode');
    desk.start();
    while ((await fixture.rows('select from pg_locks where not granted')).length === 0);
    await desk.leave(id);
    await holder.query('commit');
    holder.release();
    await desk.stop();
    expect([await states(id), post.calls]).toEqual([['queued'], 0]);
  });

  it('tries what it only meant to try: the database took that, and its answer was lost', async () => {
    const { id, post } = await running();
    await wanted(id, 1, true);
    lost = [/set state = 'sending'/, /commit/];
    desk.start();
    await post.until(() => post.arrived.length === 1);
    await desk.stop();
    expect([lost, await states(id)]).toEqual([[], ['sent']]);
  });

  it('settles replies of an account that was just removed, rather than asking for it again and again', async () => {
    const { id } = await running();
    accounts.set(id, undefined);
    await wanted(id, 1, true);
    events.once('load', () => void fixture.rows('update intake.account set deleted_at = now() where id = $1', [id]));
    let loads = 0;
    events.on('load', () => loads++);
    desk.start();
    for (;;) {
      const [told] = await fixture.log().then((log) => log.filter(({ topic }) => topic.includes('receipts')));
      if (!told) continue;
      expect(fromBinary(ReplyReceiptSchema, told.value)).toMatchObject({ state: 'failed', code: 'account-gone' });
      break;
    }
    expect(loads).toBeLessThan(4);
  });
});
