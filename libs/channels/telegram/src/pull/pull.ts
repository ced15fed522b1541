import type { ChannelAccount, Pull, PullSession } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import { reparse } from '../file-part.js';
import type { Settings } from '../settings.js';
import { FileFetcher } from './file-fetcher.js';
import { poll } from './poll.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';
import { keepWebhook } from './webhook.js';

/** One life of a bot's connection, as its two halves see it. */
export interface Watch {
  readonly session: PullSession<Settings>;
  /** The session's, with the bot's name as it is now. */
  readonly account: ChannelAccount<Settings>;
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
  const halves: Promise<void>[] = [];
  try {
    const account = await named(session, api, signal);
    const files = new FileFetcher({ session, account, api, timing, signal });
    halves.push(follow({ session, account, api, timing, files, signal }), files.run());
    await Promise.race(halves);
  } catch (error) {
    if (!session.signal.aborted) throw toConnectorError(error);
  } finally {
    end.abort();
    await Promise.allSettled(halves);
  }
}

/**
 * The account by the name that its valid token tells. Mentions in groups are told by it, and its owner may change it, or the token for
 * another bot's; it is stored for whoever reads the calls of a webhook.
 */
async function named(session: PullSession<Settings>, api: BotApi, signal: AbortSignal): Promise<ChannelAccount<Settings>> {
  const { account } = session;
  const { username } = await api.getMe(signal);
  if (!username || account.settings.username?.replace('@', '').toLowerCase() === username.toLowerCase()) return account;
  await session.updateSecret?.(['username'], username);
  return { ...account, settings: { ...account.settings, username } };
}

function follow(watch: Watch): Promise<void> {
  return watch.account.settings.mode === 'webhook' ? keepWebhook(watch) : poll(watch);
}
