import { type ContactDraft, type DueFollowUp, FollowUpLoop, PayloadError, ProxyError, type PullSession } from '@tributary/channel';
import type { VkApi } from '../api/client.js';
import { BadAnswerError, VkError } from '../api/vk-error.js';
import { messages } from '../api/methods.js';
import { contextOf } from '../event/context.js';
import { toDraft } from '../event/to-draft.js';
import { namedDraft, readKept, type Wanted } from '../parts.js';
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

type Due = DueFollowUp<Wanted>;

/**
 * Does what stored contacts left: names, all at once; then files, cropped messages and pressed buttons, one after another, so that a
 * community with many photos is polite.
 */
export class FollowUps {
  readonly #loop: FollowUpLoop<Wanted>;

  constructor(private readonly deps: FollowUpDeps) {
    const { session, timing, signal } = deps;
    this.#loop = new FollowUpLoop({ session, timing, signal, atOnce: AT_ONCE, byWebhook: session.account.settings.mode === 'callback', read: (value) => readKept(value, session.account), follow: (due) => this.#follow(due) });
  }

  /** Something was stored that left some. */
  wake(): void {
    this.#loop.wake();
  }

  /** Until the signal aborts. */
  run(): Promise<void> {
    return this.#loop.run();
  }

  async #follow(due: readonly Due[]): Promise<void> {
    await this.#name(due.filter(({ wanted }) => wanted.want.kind === 'name'));
    for (const each of due.filter(({ wanted }) => wanted.want.kind !== 'name')) await this.#fetch(each);
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

  async #fetch(due: Due): Promise<void> {
    const { session, signal } = this.deps;
    try {
      const contacts = await this.#do(due);
      await session.submit({ contacts, done: [due.followUp] });
      if (contacts.some(({ followUps }) => followUps)) this.wake();
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
    if (!isRefusal(error) || !this.#loop.isLastTry(followUp)) return this.#loop.putOff(followUp);
    const { session } = this.deps;
    await session.submit({ contacts: wanted.want.kind === 'file' ? [missingFile(wanted, followUp.key, session.account)] : [], done: [followUp] });
  }
}

/** This very thing can't be had: VK won't give it, gives what nobody can read, or names a place that is not gone to; everything else passes. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PayloadError || (error instanceof ProxyError && error.fault === 'host-not-checked')) return true;
  if (error instanceof BadAnswerError) return error.status >= 400 && error.status < 500 && error.status !== 429;
  return error instanceof VkError && ![1, 5, 6, 9, 10, 27, 29].includes(error.code);
}
