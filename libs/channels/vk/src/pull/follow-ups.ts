import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContactDraft, FollowUp, PullSession } from '@tributary/channel';
import type { VkApi } from '../api/client.js';
import { BadAnswerError, VkError } from '../api/vk-error.js';
import { messages } from '../api/methods.js';
import { contextOf } from '../event/context.js';
import { toDraft } from '../event/to-draft.js';
import { namedDraft, readWanted, type Wanted } from '../parts.js';
import type { Settings } from '../settings.js';
import { fetchFile, missingFile } from './fetch-file.js';
import { eventOf } from './history.js';
import type { Names } from './names.js';
import type { Timing } from './timing.js';

const AT_ONCE = 50;

export interface FollowUpDeps {
  readonly session: PullSession<Settings>;
  readonly api: VkApi;
  readonly timing: Timing;
  readonly names: Names;
  readonly signal: AbortSignal;
}

/** A follow-up, read. */
interface Due {
  readonly followUp: FollowUp;
  readonly wanted: Wanted;
}

/**
 * Does what stored contacts left: names, all at once; then files, cropped messages and pressed buttons, one after another, so that a
 * community with many photos is polite. What VK doesn't give now is asked for again later, ever more seldom, and the others go on.
 */
export class FollowUps {
  readonly #news = new EventTarget();
  #hasNews = false;
  /** When something that was put off is due, as far as is known here. */
  #dueAt = Infinity;

  constructor(private readonly deps: FollowUpDeps) {}

  /** Something was stored that left some. */
  wake(): void {
    this.#hasNews = true;
    this.#news.dispatchEvent(new Event('news'));
  }

  /** Until the signal aborts. */
  async run(): Promise<void> {
    const { session, signal } = this.deps;
    if (!session.followUps) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
    while (!signal.aborted) {
      if (this.#dueAt <= Date.now()) this.#dueAt = Infinity;
      this.#hasNews = false;
      const due = (await session.followUps(AT_ONCE)).map((followUp) => ({ followUp, wanted: readWanted(followUp.value) }));
      await this.#name(due.filter(({ wanted }) => wanted.want.kind === 'name'));
      for (const each of due.filter(({ wanted }) => wanted.want.kind !== 'name')) await this.#follow(each);
      if (due.length === 0 && !this.#hasNews) await this.#untilNews();
    }
  }

  async #untilNews(): Promise<void> {
    const { session, signal, timing } = this.deps;
    const looked = new AbortController();
    const waiting = AbortSignal.any([signal, looked.signal]);
    // In a process of its own the Callback API stores what leaves some; while we ask ourselves, we know.
    const lookMs = session.account.settings.mode === 'callback' ? timing.lookMs : timing.idleLookMs;
    const waitMs = Math.max(0, Math.min(lookMs, this.#dueAt - Date.now()));
    try {
      await Promise.race([once(this.#news, 'news', { signal: waiting }), delay(waitMs, undefined, { signal: waiting })]);
    } finally {
      looked.abort();
    }
  }

  async #name(due: readonly Due[]): Promise<void> {
    if (due.length === 0) return;
    const { session, names, signal } = this.deps;
    try {
      const known = await names.of(due.flatMap(({ wanted: { want } }) => (want.kind === 'name' ? [want.userId] : [])));
      const contacts = due.flatMap(({ wanted }) => {
        const name = wanted.want.kind === 'name' ? known.get(wanted.want.userId) : undefined;
        return name ? [namedDraft(wanted, name, session.account)] : [];
      });
      await session.submit({ contacts, done: due.map(({ followUp }) => followUp) });
    } catch (error) {
      if (signal.aborted) throw error;
      for (const each of due) await this.#later(each, error);
    }
  }

  async #follow(due: Due): Promise<void> {
    const { session, signal } = this.deps;
    try {
      const contacts = await this.#do(due);
      await session.submit({ contacts, done: [due.followUp] });
      if (contacts.some(({ followUps }) => followUps)) this.#hasNews = true;
    } catch (error) {
      if (signal.aborted) throw error;
      await this.#later(due, error);
    }
  }

  async #do({ followUp, wanted }: Due): Promise<readonly ContactDraft[]> {
    const { session, api, signal } = this.deps;
    const { want } = wanted;
    if (want.kind === 'file') return [await fetchFile(this.deps, followUp, wanted, want.url)];
    if (want.kind === 'whole') {
      const { groupId } = session.account.settings;
      const message = await messages.byId(api, { group_id: groupId, ...want }, signal);
      if (typeof message !== 'object' || message === null) return [];
      return [toDraft(eventOf({ ...message, is_cropped: false }, groupId), contextOf(session.account, new Date(wanted.receivedAt)))];
    }
    // After a minute nobody can answer a button any more, and nothing is lost by it.
    if (want.kind === 'button') await messages.stopSpinning(api, { event_id: want.eventId, user_id: want.userId, peer_id: want.peerId }, signal).catch(() => undefined);
    return [];
  }

  /** Asked for again, or, after VK has said no many times, told to be missing. */
  async #later({ followUp, wanted }: Due, error: unknown): Promise<void> {
    const { session, timing } = this.deps;
    if (isRefusal(error) && followUp.tries + 1 >= timing.tries) {
      await session.submit({ contacts: wanted.want.kind === 'file' ? [missingFile(wanted, followUp.key, session.account)] : [], done: [followUp] });
      return;
    }
    const pauseMs = Math.min(timing.mostRetryMs, timing.retryMs * 2 ** followUp.tries);
    await session.putOff?.(followUp, pauseMs);
    this.#dueAt = Math.min(this.#dueAt, Date.now() + pauseMs);
  }
}

/** VK won't give this very thing; everything else passes. */
function isRefusal(error: unknown): boolean {
  if (error instanceof BadAnswerError) return error.status >= 400 && error.status < 500 && error.status !== 429;
  return error instanceof VkError && ![1, 5, 6, 9, 10, 27, 29].includes(error.code);
}
