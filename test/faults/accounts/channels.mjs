import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectorError } from '@tributary/channel';
import { z } from 'zod';

/**
 * Three channels that only the campaign has, one for each way in which a provider can be asked.
 * @typedef {import('@tributary/channel').PullSession<Settings>} Session
 * @typedef {{ key: string, http: number, stream: number }} Settings
 * @typedef {import('../../simulators/accounts/provider.mjs').Message} Message
 */

const settings = z.strictObject({ key: z.string(), http: z.int(), stream: z.int() });
const SCOPE = 'messages';
/** Between two looks of the scheduled kind. */
const SCHEDULE_MS = 3_000;
/** More than the provider's silence. */
const STREAM_SILENCE_MS = 10_000;

/** @param {string} name @param {Pick<import('@tributary/channel').Channel<Settings>, 'pull' | 'backfill'>} parts @returns {import('@tributary/channel').Channel<Settings>} */
function channelOf(name, parts) {
  return { name, title: { ru: name, en: name }, settings, fold: (stored) => stored, ...parts };
}

/** @param {Message} message @returns {import('@tributary/channel').ContactDraft} */
function draftOf(message) {
  const { id, text, phone, at } = message;
  return {
    externalId: id,
    facts: {
      occurredAt: new Date(at), identities: [{ type: 'phone', value: phone, raw: phone, verified: true }], sender: { name: 'Клиент' }, text, attachments: [],
      content: { kind: 'message' },
    },
    raw: { mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(message)) },
  };
}

/** @param {string} way @param {Settings} to @param {Record<string, number>} query @param {AbortSignal} signal @returns {Promise<Message[]>} */
async function ask(way, { http, key }, query, signal) {
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`).join('&');
  try {
    const response = await fetch(`http://127.0.0.1:${http}/${way}/${key}?${parameters}`, { signal });
    return /** @type {{ messages: Message[] }} */ (await response.json()).messages;
  } catch (cause) {
    throw away(cause);
  }
}

/** @param {unknown} cause */
function away(cause) {
  return new ConnectorError('network', { code: 'provider-away', detail: { ru: 'Провайдер недоступен.', en: 'The provider is away.' }, cause });
}

/** Reads on from the checkpoint, page by page. @param {string} way @param {number} restMs */
function reading(way, restMs) {
  return async (/** @type {Session} */ session) => {
    const { account, signal } = session;
    let at = Number((await session.checkpoint(SCOPE)) ?? 0);
    while (!signal.aborted) {
      await session.permit?.();
      const messages = await ask(way, account.settings, { after: at }, signal);
      const last = messages.at(-1);
      if (last) await session.submit({ contacts: messages.map(draftOf), checkpoint: { scope: SCOPE, value: String(last.n) } });
      at = last?.n ?? at;
      session.cycleDone();
      if (!last) await delay(restMs, undefined, { signal }).catch(() => undefined);
    }
  };
}

/** Stores what is told while it listens; a cycle is what came up to a ping. @param {Session} session */
async function listen(session) {
  const { signal, account: { settings: { key, stream } } } = session;
  const socket = connect(stream, '127.0.0.1');
  const close = () => socket.destroy();
  signal.addEventListener('abort', close, { once: true });
  socket.setTimeout(STREAM_SILENCE_MS, close);
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    socket.write(`${key}\n`);
    const lines = createInterface(socket);
    socket.once('close', () => lines.close());
    for await (const line of lines) {
      const { message } = JSON.parse(line);
      if (message) await session.submit({ contacts: [draftOf(message)] });
      else session.cycleDone();
    }
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'StaleEpochError' ? cause : away(cause);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
  if (!signal.aborted) throw away(new Error('the stream ended'));
}

/** @type {import('@tributary/channel').Pull<Settings>['reparse']} */
const reparse = ({ bytes }) => Promise.resolve([draftOf(JSON.parse(Buffer.from(bytes).toString()))]);

export const polled = channelOf('sim_polled', { pull: { readsOn: true, run: reading('poll', 0), reparse } });

export const scheduled = channelOf('sim_scheduled', { pull: { readsOn: true, limits: { requests: 2, perMs: 1_000 }, run: reading('list', SCHEDULE_MS), reparse } });

export const streamed = channelOf('sim_streamed', {
  pull: { run: listen, reparse },
  backfill: async (session) => {
    const { account, window, signal } = session;
    const messages = await ask('history', account.settings, { from: window.from.getTime(), to: window.to.getTime() }, signal);
    await session.counted(messages.length);
    if (!session.dryRun && messages.length > 0) await session.submit({ contacts: messages.map(draftOf) });
  },
});

export const channels = [polled, scheduled, streamed];
