import type { ContactDraft, JobSession } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';
import { contextOf } from '../update/context.js';
import { ALLOWED_UPDATES } from './allowed-updates.js';
import { understand } from './understand.js';

const LIMIT = 100;

type Session = JobSession<Settings>;

/**
 * Telegram keeps no history for bots: all it can be asked is what waits for us still, for a day at most. With polling the oldest of
 * them are looked at without confirming any; with a webhook they are only counted, for it brings them itself.
 * @throws ConnectorError
 */
export async function reconcile(session: Session): Promise<void> {
  const api = new BotApi(session.account.settings);
  try {
    const { url, pending_update_count } = await api.getWebhookInfo(session.signal);
    if (url) return await session.counted(pending_update_count);
    await compare(session, await waitingUpdates(session, api));
  } catch (error) {
    throw toConnectorError(error);
  }
}

/** Those of the window. What is not understood has no time, and belongs to any. */
async function waitingUpdates(session: Session, api: BotApi) {
  await session.permit();
  const updates = await api.getUpdates({ limit: LIMIT, timeout: 0, allowed_updates: ALLOWED_UPDATES }, session.signal);
  const { contacts, quarantine } = understand(updates, contextOf(session.account, new Date()));
  return { contacts: contacts.filter((draft) => isWithin(draft, session)), quarantine };
}

async function compare(session: Session, { contacts, quarantine }: Awaited<ReturnType<typeof waitingUpdates>>): Promise<void> {
  await session.counted(contacts.length + quarantine.length);
  const known = await session.known(contacts.map(({ externalId }) => externalId));
  const missing = contacts.filter(({ externalId }) => !known.has(externalId));
  await session.missing(missing.length);
  if (!session.dryRun && missing.length + quarantine.length > 0) await session.submit({ contacts: missing, quarantine });
}

/** Telegram's times are whole seconds: a message of the window's first second is in it. */
function isWithin({ facts: { occurredAt } }: ContactDraft, { window: { from, to } }: Session): boolean {
  return occurredAt.getTime() >= Math.floor(from.getTime() / 1_000) * 1_000 && occurredAt < to;
}
