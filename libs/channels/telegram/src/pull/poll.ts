import { setTimeout as delay } from 'node:timers/promises';
import type { Gap } from '@tributary/channel';
import { BadAnswerError, BotApiError } from '../api/bot-api-error.js';
import { failure } from '../api/failures.js';
import { botIdOf } from '../bot.js';
import { callbackIdOf } from '../update/callback-id.js';
import { contextOf } from '../update/context.js';
import { ALLOWED_UPDATES } from './allowed-updates.js';
import { type Checkpoint, offsetOf, readCheckpoint, SCOPE } from './checkpoint.js';
import { ConflictWatch } from './conflict-watch.js';
import type { Watch } from './pull.js';
import { idOf, understand } from './understand.js';

const LIMIT = 100;

/**
 * Asks for updates without end. An update is confirmed by the offset of the next question only, and that is moved by what was
 * stored; what comes again is the same contact.
 */
export async function poll(watch: Watch): Promise<void> {
  const { session, api, signal } = watch;
  const bot = botIdOf(session.account.settings.token);
  let checkpoint = readCheckpoint(await session.checkpoint(SCOPE), bot);
  let gap = await begin(watch);
  const conflicts = new ConflictWatch(watch.timing);
  for (let timeout = 0; !signal.aborted; timeout = session.account.settings.pollSeconds) {
    const askedAt = performance.now();
    const updates = await api.getUpdates({ ...offsetOf(checkpoint), limit: LIMIT, timeout, allowed_updates: ALLOWED_UPDATES }, signal).catch((error: unknown) => settle(error, watch, conflicts));
    if (!updates) continue;
    if (updates.length > 0) checkpoint = await store(watch, updates, bot, checkpoint, gap);
    if (updates.length === LIMIT) continue;
    await gap?.filled();
    gap = undefined;
    session.cycleDone();
    // A server that doesn't wait for news would be asked without end.
    if (updates.length === 0 && timeout > 0) await delay(Math.max(0, askedAt + watch.timing.leastPollMs - performance.now()), undefined, { signal });
  }
}

/** Nothing comes to whoever asks while a webhook is set: one of ours from before, or somebody's. A relay may know of none. */
async function begin({ session, api, signal }: Watch): Promise<Gap | undefined> {
  const { url, pending_update_count } = await api.getWebhookInfo(signal).catch((error: unknown) => {
    if (isUnknownMethod(error)) return { url: '', pending_update_count: 0 };
    throw error;
  });
  if (url) await api.deleteWebhook(signal);
  return session.behind?.(pending_update_count);
}

function isUnknownMethod(error: unknown): boolean {
  return (error instanceof BotApiError && error.code === 404) || (error instanceof BadAnswerError && error.status === 404);
}

async function store(watch: Watch, updates: readonly Uint8Array[], bot: string, before: Checkpoint | undefined, gap: Gap | undefined): Promise<Checkpoint | undefined> {
  const { session, account, files } = watch;
  const { contacts, quarantine } = understand(updates, contextOf(account, new Date()));
  const last = updates.reduce<number | undefined>((found, update) => idOf(update) ?? found, undefined);
  const after = last === undefined ? before : { bot, offset: last + 1, at: Date.now() };
  await session.submit({ contacts, quarantine, ...(after && { checkpoint: { scope: SCOPE, value: JSON.stringify(after) } }), gap });
  // Whoever numbers nothing would be asked for the same without end.
  if (last === undefined) throw failure('provider', 'not-the-bot-api', '', { field: 'apiRoot' });
  if (contacts.some(({ followUps }) => followUps)) files.wake();
  for (const { externalId } of contacts) await stopGlowing(watch, externalId);
  return after;
}

/** A pressed button glows until somebody answers; after a while nobody can any more, and nothing is lost by it. */
async function stopGlowing({ api, signal }: Watch, externalId: string): Promise<void> {
  const callbackId = callbackIdOf(externalId);
  if (callbackId !== undefined) await api.answerCallbackQuery(callbackId, signal).catch(() => undefined);
}

/** A conflict is no failure while an account moves. @throws what is none */
async function settle(error: unknown, { session, api, signal, timing }: Watch, conflicts: ConflictWatch): Promise<undefined> {
  if (!(error instanceof BotApiError) || error.code !== 409) throw error;
  if (/webhook/i.test(error.description)) {
    session.report(failure('provider', 'webhook-set-by-others', '', { cause: error }));
    await api.deleteWebhook(signal);
  } else if (conflicts.lasts()) {
    session.report(failure('provider', 'other-consumer', '', { field: 'token', cause: error }));
  }
  await delay(timing.conflictMs, undefined, { signal });
  return undefined;
}
