import type { Pull, PullSession } from '@tributary/channel';
import { VkApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import { reparse } from '../parts.js';
import type { Settings } from '../settings.js';
import { groupOf } from '../setup/check.js';
import { keepCallback } from './callback.js';
import { FollowUps } from './follow-ups.js';
import { followLongPoll } from './long-poll.js';
import { Names } from './names.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';

/** VK takes 20 a second of a community: however a second is laid over such windows, it holds no more. */
const LIMITS = { requests: 4, perMs: 250 };

/** One life of a community's connection, as its two halves see it. */
export interface Watch {
  readonly session: PullSession<Settings>;
  readonly api: VkApi;
  readonly timing: Timing;
  readonly names: Names;
  readonly followUps: FollowUps;
  /** Aborts when either half ends. */
  readonly signal: AbortSignal;
}

/**
 * The pull side of a community: asks for events, or keeps the Callback API; in both modes it fetches files and names. What an outage
 * left is read from the conversations by a backfill of the host.
 */
export function createPull(changes: Partial<Timing> = {}): Pull<Settings> {
  const timing = { ...DEFAULT_TIMING, ...changes };
  return {
    limits: LIMITS,
    triesAreFree: true,
    run: (session) => run(session, timing),
    reparse: (part, { account }) => Promise.resolve([reparse(part, account)]),
  };
}

async function run(session: PullSession<Settings>, timing: Timing): Promise<void> {
  const end = new AbortController();
  const signal = AbortSignal.any([session.signal, end.signal]);
  const { settings } = session.account;
  const api = new VkApi(settings, timing.callMs, () => session.permit?.() ?? Promise.resolve());
  const names = new Names(api, settings.language, signal, timing.namesMs);
  const followUps = new FollowUps({ session, api, timing, names, signal });
  const halves = [follow({ session, api, timing, names, followUps, signal }), followUps.run()];
  try {
    await Promise.race(halves);
  } catch (error) {
    if (!session.signal.aborted) throw toConnectorError(error);
  } finally {
    end.abort();
    await Promise.allSettled(halves);
  }
}

/** What begins with a valid token goes on by the mode. */
async function follow(watch: Watch): Promise<void> {
  const { groupId, mode } = watch.session.account.settings;
  await groupOf(watch.api, groupId, watch.signal);
  await (mode === 'callback' ? keepCallback(watch) : followLongPoll(watch));
}
