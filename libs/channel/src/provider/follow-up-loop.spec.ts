import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectorError, FollowUp, PullBatch } from '../pull.js';
import { type DueFollowUp, FollowUpLoop, type FollowUpTiming } from './follow-up-loop.js';

const LONG_MS = 3_600_000;
const DAY_MS = 24 * LONG_MS;

/** A session's follow-ups, and what was done about them. */
class Shelf {
  readonly kept = new Map<string, FollowUp & { dueAt: number }>();
  readonly done: string[] = [];
  /** Key and pause of what was put off. */
  readonly pauses: [key: string, pauseMs: number][] = [];
  readonly reports: string[] = [];
  /** How many were asked for, each time. */
  readonly looks: number[] = [];
  readonly #news = new EventTarget();

  put(key: string, value = '{}', tries = 0): void {
    this.kept.set(key, { contactId: 'c', key, value, tries, dueAt: 0 });
  }

  followUps(limit: number): Promise<FollowUp[]> {
    this.looks.push(limit);
    this.#tell();
    return Promise.resolve([...this.kept.values()].filter(({ dueAt }) => dueAt <= Date.now()).slice(0, limit));
  }

  putOff({ key, value, tries }: FollowUp, pauseMs: number): Promise<void> {
    this.pauses.push([key, pauseMs]);
    this.kept.set(key, { contactId: 'c', key, value, tries: tries + 1, dueAt: Date.now() + pauseMs });
    this.#tell();
    return Promise.resolve();
  }

  submit({ done = [] }: PullBatch): Promise<readonly string[]> {
    for (const { key } of done) {
      this.kept.delete(key);
      this.done.push(key);
    }
    this.#tell();
    return Promise.resolve([]);
  }

  report({ code }: ConnectorError): void {
    this.reports.push(code);
  }

  async until(reached: () => boolean): Promise<void> {
    while (!reached()) await once(this.#news, 'news');
  }

  #tell(): void {
    this.#news.dispatchEvent(new Event('news'));
  }
}

let shelf: Shelf;
let over: AbortController;
let running: Promise<void>;
beforeEach(() => {
  shelf = new Shelf();
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await running.catch(() => undefined);
});

type Due = readonly DueFollowUp<unknown>[];
const finish = async (due: Due): Promise<void> => void (await shelf.submit({ contacts: [], done: due.map(({ followUp }) => followUp) }));

function start(follow: (due: Due, loop: FollowUpLoop<unknown>) => Promise<void> = finish, { byWebhook = false, ...timing }: Partial<FollowUpTiming> & { byWebhook?: boolean } = {}): FollowUpLoop<unknown> {
  const patience = { lookMs: LONG_MS, idleLookMs: LONG_MS, retryMs: 1, mostRetryMs: 4, tries: 5, ...timing };
  const loop: FollowUpLoop<unknown> = new FollowUpLoop({ session: shelf, timing: patience, signal: over.signal, atOnce: 2, byWebhook, read: (value) => JSON.parse(value) as unknown, follow: (due) => follow(due, loop) });
  running = loop.run();
  return loop;
}

describe('what stored contacts left', () => {
  it('is done, few at a time, until nothing is left, and again when there is something new', async () => {
    for (const key of ['a', 'b', 'c']) shelf.put(key, `"${key}"`);
    const seen: unknown[][] = [];
    const loop = start((due) => {
      seen.push(due.map(({ wanted }) => wanted));
      return finish(due);
    });
    await shelf.until(() => shelf.looks.length === 3);
    shelf.put('d', '"d"');
    loop.wake();
    await shelf.until(() => shelf.done.length === 4);
    expect([seen, shelf.looks[0]]).toEqual([[['a', 'b'], ['c'], ['d']], 2]);
  });

  it('is looked for again when it came while others were done', async () => {
    shelf.put('a');
    const loop = start(async (due) => {
      if (!shelf.done.includes('a')) {
        shelf.put('b');
        loop.wake();
      }
      await finish(due);
    });
    await shelf.until(() => shelf.done.length === 2);
  });

  it('by another process is found, where the provider calls', async () => {
    start(finish, { byWebhook: true, lookMs: 1 });
    await shelf.until(() => shelf.looks.length === 2);
    shelf.put('a');
    await shelf.until(() => shelf.done.length === 1);
  });

  it('and was put off is due again at its time, ever later', async () => {
    shelf.put('a');
    start(async (due, loop) => {
      for (const { followUp } of due) await (loop.isLastTry(followUp) ? finish(due) : loop.putOff(followUp));
    });
    await shelf.until(() => shelf.done.length === 1);
    expect(shelf.pauses).toEqual([['a', 1], ['a', 2], ['a', 4], ['a', 4]]);
  });

  it('and was found a little early is looked for again at its next time, not in the long run only', async () => {
    shelf.put('a');
    start(async (due, loop) => {
      for (const { followUp } of due) {
        await (followUp.tries === 2 ? finish(due) : loop.putOff(followUp));
        // The database's clock is ahead of ours.
        if (followUp.tries === 0) shelf.kept.forEach((each) => (each.dueAt = 0));
      }
    }, { retryMs: 30, mostRetryMs: 60 });
    await shelf.until(() => shelf.done.length === 1);
  });

  it('waits as long as the provider asks, a day at most', async () => {
    shelf.put('a');
    shelf.put('b');
    start(async (due, loop) => {
      for (const { followUp } of due) await loop.putOff(followUp, followUp.key === 'a' ? LONG_MS : 1e15);
    });
    await shelf.until(() => shelf.pauses.length === 2);
    const [asked = 0, most = 0] = shelf.pauses.map(([, pauseMs]) => pauseMs);
    expect([asked >= LONG_MS && asked <= 1.1 * LONG_MS, most >= DAY_MS && most <= 1.1 * DAY_MS]).toEqual([true, true]);
  });
});

describe('what can’t be read', () => {
  it('is put off and told once, and the others go on', async () => {
    shelf.put('bad', 'no JSON');
    shelf.put('good');
    start();
    await shelf.until(() => shelf.done.includes('good') && shelf.pauses.length === 2);
    expect([shelf.pauses, shelf.reports]).toEqual([[['bad', 1], ['bad', 2]], ['follow-up-unreadable']]);
  });

  it('is let go in the end, and that is told', async () => {
    shelf.put('bad', 'no JSON', 4);
    start();
    await shelf.until(() => shelf.done.length === 1);
    expect([shelf.reports, shelf.pauses]).toEqual([['follow-up-unreadable'], []]);
  });
});

describe('the loop', () => {
  it('ends with its signal while it waits, and where a session has no follow-ups', async () => {
    start();
    await shelf.until(() => shelf.looks.length === 1);
    const without = new FollowUpLoop({ session: { submit: () => Promise.resolve([]), report: () => undefined }, timing: { lookMs: 1, idleLookMs: 1, retryMs: 1, mostRetryMs: 1, tries: 1 }, signal: over.signal, atOnce: 1, byWebhook: false, read: String, follow: () => Promise.resolve() }).run();
    over.abort(new Error('told to end'));
    await expect(without).rejects.toThrow('told to end');
    await expect(running).rejects.toThrow();
  });

  it('fails when following fails: the session begins anew', async () => {
    shelf.put('a');
    start(() => Promise.reject(new Error('a defect')));
    await expect(running).rejects.toThrow('a defect');
  });
});
