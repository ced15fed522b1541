import type { Pull, PullSession } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { failure, toConnectorError } from '../api/failures.js';
import { reparse } from '../file-part.js';
import type { Settings } from '../settings.js';
import { FileFetcher } from './file-fetcher.js';
import { poll } from './poll.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';
import { keepWebhook } from './webhook.js';

/** One life of a bot's connection, as its two halves see it. */
export interface Watch {
  readonly session: PullSession<Settings>;
  readonly api: BotApi;
  readonly timing: Timing;
  readonly files: FileFetcher;
  /** Aborts when either half ends. */
  readonly signal: AbortSignal;
}

/** The pull side of a bot: asks for updates, or keeps the webhook; in both modes it fetches files. */
export function createPull(changes: Partial<Timing> = {}): Pull<Settings> {
  const timing = { ...DEFAULT_TIMING, ...changes };
  return {
    readsOn: true,
    triesAreFree: true,
    run: (session) => run(session, timing),
    reparse: (part, { account }) => Promise.resolve([reparse(part, account)]),
  };
}

async function run(session: PullSession<Settings>, timing: Timing): Promise<void> {
  const end = new AbortController();
  const signal = AbortSignal.any([session.signal, end.signal]);
  const api = new BotApi(session.account.settings, timing.callMs);
  const files = new FileFetcher({ session, api, timing, signal });
  const halves = [follow({ session, api, timing, files, signal }), files.run()];
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
  const { session, api, signal } = watch;
  const { username: known, mode } = session.account.settings;
  const { username } = await api.getMe(signal);
  // Mentions in groups are told by the bot's name, which its owner may change.
  if (known && username && known.replace('@', '').toLowerCase() !== username.toLowerCase()) session.report(failure('provider', 'username-changed', username, { field: 'username' }));
  await (mode === 'webhook' ? keepWebhook(watch) : poll(watch));
}
