import type { JobSession, Understanding } from '@tributary/channel';
import { VkApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';
import { eventsOf } from './history.js';
import { Names } from './names.js';
import { DEFAULT_TIMING } from './timing.js';
import { understand } from './understand.js';

type Session = JobSession<Settings>;

/**
 * Reads the conversations of a window: messages are all that VK keeps for communities; comments, forms and orders it brings once.
 * @throws ConnectorError
 */
export function backfill(session: Session): Promise<void> {
  return read(session, (understanding) => Promise.resolve(understanding));
}

/** The same, but what is stored already is left out. @throws ConnectorError */
export function reconcile(session: Session): Promise<void> {
  return read(session, async ({ contacts, quarantine }) => {
    const known = await session.known(contacts.map(({ externalId }) => externalId));
    const missing = contacts.filter(({ externalId }) => !known.has(externalId));
    await session.missing(missing.length);
    return { contacts: missing, quarantine };
  });
}

/** Twice over: to say how many there are, and to fetch them, so that no long window has to be held in memory. */
async function read(session: Session, choose: (understanding: Understanding) => Promise<Understanding>): Promise<void> {
  const { account, window, signal } = session;
  const api = new VkApi(account.settings, DEFAULT_TIMING.callMs, () => session.permit());
  const names = new Names(api, account.settings.language, signal, DEFAULT_TIMING.namesMs);
  const options = { api, groupId: account.settings.groupId, window, signal };
  try {
    let count = 0;
    for await (const events of eventsOf(options)) count += events.length;
    await session.counted(count);
    for await (const events of count > 0 ? eventsOf(options) : []) {
      if (events.length === 0) continue;
      const { contacts, quarantine } = await choose(await understand(events, account, names));
      if (!session.dryRun && contacts.length + quarantine.length > 0) await session.submit({ contacts, quarantine });
    }
  } catch (error) {
    throw toConnectorError(error);
  }
}
