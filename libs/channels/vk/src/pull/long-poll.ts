import { setTimeout as delay } from 'node:timers/promises';
import { memberSlices } from '@tributary/channel';
import { z } from 'zod';
import { API_VERSION } from '../api/client.js';
import { failure } from '../api/failures.js';
import { longPoll } from '../api/methods.js';
import { BadAnswerError } from '../api/vk-error.js';
import { SUBSCRIBED } from '../event/kinds.js';
import type { Watch } from './pull.js';
import { understand } from './understand.js';

const SCOPE = 'events';

/** `ts` is a text with news and a number with a failure. */
const answerSchema = z.object({ ts: z.coerce.string().optional(), updates: z.array(z.unknown()).optional(), failed: z.int().optional() });
const checkpointSchema = z.object({ group: z.int(), ts: z.string() });

/**
 * Asks for events without end. The next question names the `ts` up to which all is stored; what comes again is the same contact. When
 * VK lost that place, the new one is stored and the session ends: the host then reads from the conversations what was missed.
 */
export async function followLongPoll(watch: Watch): Promise<void> {
  const { session, api, signal } = watch;
  const { groupId, pollSeconds } = session.account.settings;
  await subscribe(watch);
  let server = await longPoll.server(api, groupId, signal);
  let ts = readCheckpoint(await session.checkpoint(SCOPE), groupId) ?? (await keepPlace(watch, server.ts));
  let keyExpired = 0;
  for (let wait = 0; !signal.aborted; wait = pollSeconds) {
    const askedAt = performance.now();
    const text = await api.poll(server.server, { act: 'a_check', key: server.key, ts, wait }, signal, wait * 1_000);
    const { failed, ts: next, updates } = answerOf(text);
    if (failed === undefined && next !== undefined && updates) {
      keyExpired = 0;
      if (updates.length > 0) await store(watch, memberSlices(text, 'updates'), next);
      ts = next;
      session.cycleDone();
      if (updates.length === 0 && wait > 0) await delay(Math.max(0, askedAt + watch.timing.leastPollMs - performance.now()), undefined, { signal });
      continue;
    }
    if (failed !== 2) await lost(watch, failed, next);
    // A key that is never good would be asked for without end, which VK forbids for a day then.
    if (++keyExpired > 3) throw failure('provider', 'not-vk', '', { field: 'apiRoot' });
    server = await longPoll.server(api, groupId, signal);
  }
}

/** Switches on what we want to hear of, where somebody, or nobody yet, chose otherwise. Without the right to, it is left as it is. */
async function subscribe({ session, api, signal }: Watch): Promise<void> {
  const { groupId } = session.account.settings;
  const { is_enabled, api_version, events } = await longPoll.settings(api, groupId, signal);
  if (is_enabled && api_version === API_VERSION && SUBSCRIBED.every((event) => events[event])) return;
  await longPoll.enable(api, groupId, API_VERSION, SUBSCRIBED, signal);
}

async function store({ session, names, followUps }: Watch, events: readonly string[], ts: string): Promise<void> {
  const { contacts, quarantine } = await understand(events.map((event) => Buffer.from(event)), session.account, names);
  await session.submit({ contacts, quarantine, checkpoint: checkpointOf(session, ts) });
  if (contacts.some((contact) => contact.followUps)) followUps.wake();
}

/** @throws ConnectorError  always */
async function lost(watch: Watch, failed: number | undefined, next: string | undefined): Promise<never> {
  const { session, api, signal } = watch;
  if (failed !== 1 && failed !== 3) throw failure('provider', 'not-vk', '', { field: 'apiRoot' });
  await keepPlace(watch, failed === 1 && next !== undefined ? next : (await longPoll.server(api, session.account.settings.groupId, signal)).ts);
  throw failure('provider', 'history-lost');
}

/** Stores where reading goes on, before anything is read from there: whoever dies meanwhile goes on from here. */
async function keepPlace({ session }: Watch, ts: string): Promise<string> {
  await session.submit({ contacts: [], checkpoint: checkpointOf(session, ts) });
  return ts;
}

function checkpointOf({ account }: Watch['session'], ts: string) {
  return { scope: SCOPE, value: JSON.stringify({ group: account.settings.groupId, ts }) };
}

function answerOf(text: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    throw new BadAnswerError(200);
  }
}

/** What was stored, if it is of this community. */
function readCheckpoint(value: string | undefined, group: number): string | undefined {
  try {
    const stored = checkpointSchema.parse(JSON.parse(value ?? ''));
    return stored.group === group ? stored.ts : undefined;
  } catch {
    return undefined; // none, or none of ours
  }
}
