import { setTimeout as delay } from 'node:timers/promises';
import { type ChannelAccount, type DueFollowUp, type FileOutcome, type FollowUp, FollowUpLoop, type PullSession } from '@tributary/channel';
import type { BotApi } from '../api/client.js';
import { BotApiError } from '../api/bot-api-error.js';
import { fileDraft, readKept, type Wanted } from '../file-part.js';
import { tooBig } from '../message/files.js';
import { say } from '../message/words.js';
import type { Settings } from '../settings.js';
import type { Timing } from './timing.js';

const AT_ONCE = 10;

export interface FetcherDeps {
  readonly session: PullSession<Settings>;
  readonly account: ChannelAccount<Settings>;
  readonly api: BotApi;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/**
 * Fetches the files of contacts that are stored already, one after another, so that a bot with many photos is polite.
 */
export class FileFetcher {
  readonly #loop: FollowUpLoop<Wanted>;

  constructor(private readonly deps: FetcherDeps) {
    const { session, account, timing, signal } = deps;
    this.#loop = new FollowUpLoop({ session, timing, signal, atOnce: AT_ONCE, byWebhook: account.settings.mode === 'webhook', read: (value) => readKept(value, account), follow: (due) => this.#followAll(due) });
  }

  /** Something was stored that has files. */
  wake(): void {
    this.#loop.wake();
  }

  /** Until the signal aborts. */
  run(): Promise<void> {
    return this.#loop.run();
  }

  async #followAll(due: readonly DueFollowUp<Wanted>[]): Promise<void> {
    for (const each of due) await this.#follow(each);
  }

  async #follow({ followUp, wanted }: DueFollowUp<Wanted>): Promise<void> {
    const { session, account, signal } = this.deps;
    try {
      const outcome = await this.#fetch(wanted.fileId);
      await session.submit({ contacts: [fileDraft(wanted, followUp.key, outcome, account)], done: [followUp] });
    } catch (error) {
      if (signal.aborted) throw error;
      await this.#later(followUp, wanted, error);
    }
  }

  async #fetch(fileId: string): Promise<FileOutcome> {
    const { session, account, api, signal } = this.deps;
    const { maxFileMegabytes, language } = account.settings;
    const maxBytes = maxFileMegabytes * 1024 * 1024;
    try {
      const { file_path, file_size = 0 } = await api.getFile(fileId, signal);
      if (file_size > maxBytes) return { problem: tooBig(file_size, maxBytes, language) };
      if (file_path === undefined) return { problem: say(language, 'gone') };
      return await session.store(await api.download(file_path, signal), maxBytes);
    } catch (error) {
      if (error instanceof Error && error.name === 'BlobTooLargeError') return { problem: tooBig(maxBytes + 1, maxBytes, language) };
      // A path of the server's own disk.
      if (error instanceof RangeError) return { problem: say(language, 'localMode') };
      if (error instanceof BotApiError && /file is too big/i.test(error.description)) return { problem: tooBig(maxBytes + 1, maxBytes, language) };
      throw error;
    }
  }

  /** Asked for again, or, after Telegram has said no many times, told to be missing. */
  async #later(followUp: FollowUp, wanted: Wanted, error: unknown): Promise<void> {
    const { session, account } = this.deps;
    if (isRefusal(error) && this.#loop.isLastTry(followUp)) {
      const outcome = { problem: say(account.settings.language, 'gone') };
      await session.submit({ contacts: [fileDraft(wanted, followUp.key, outcome, account)], done: [followUp] });
      return;
    }
    const askedMs = error instanceof BotApiError ? (error.parameters.retryAfterSeconds ?? 0) * 1_000 : 0;
    await this.#loop.putOff(followUp, askedMs);
    // As long as Telegram asks to wait, nothing is asked for.
    if (askedMs > 0) await delay(askedMs, undefined, { signal: this.deps.signal });
  }
}

/** Telegram won't give this very file; everything else passes. */
function isRefusal(error: unknown): boolean {
  return error instanceof BotApiError && [400, 403, 404].includes(error.code);
}
