import { setTimeout as delay } from 'node:timers/promises';
import { API_VERSION } from '../api/client.js';
import { failure } from '../api/failures.js';
import { callback, type CallbackServer } from '../api/methods.js';
import { VkError } from '../api/vk-error.js';
import { SUBSCRIBED } from '../event/kinds.js';
import { callbackSecret } from '../group.js';
import { groupOf } from '../setup/check.js';
import { eventsOf } from './history.js';
import type { Watch } from './pull.js';
import { understand } from './understand.js';

/** At most 14 characters. */
const TITLE = 'Tributary';

/**
 * Lets VK call us, and keeps it so: our address is added to the community's, confirmed, given the secret and the events that we want. A
 * token that may not manage the community leaves all that to a person.
 */
export async function keepCallback(watch: Watch): Promise<void> {
  const url = watch.session.webhookUrl;
  if (url === undefined) throw failure('credentials', 'no-public-address', '', { field: 'mode' });
  try {
    await keep(watch, url);
  } catch (error) {
    if (!(error instanceof VkError) || (error.code !== 15 && error.code !== 7)) throw error;
    await look(watch);
  }
}

async function keep(watch: Watch, url: string): Promise<never> {
  const { session, api, signal } = watch;
  const { groupId, upkeepSeconds } = session.account.settings;
  const secret = callbackSecret(session.account);
  for (let isFirst = true; ; isFirst = false) {
    const ours = (await callback.servers(api, groupId, signal)).find((server) => server.url === url);
    if (!ours && !isFirst) session.report(failure('provider', 'callback-removed'));
    if (ours?.status === 'ok' && ours.secret_key === secret) {
      if (isFirst) await callback.choose(api, groupId, ours.id, API_VERSION, SUBSCRIBED, signal);
      session.cycleDone();
    } else {
      await mend(watch, url, ours);
      if (await confirmed(watch, url)) session.cycleDone();
      else session.report(failure('provider', 'callback-not-confirmed'));
    }
    await delay(upkeepSeconds * 1_000, undefined, { signal });
  }
}

/** Adding an address changes the string that confirms it, so it is confirmed by changing it to the same, once that string is stored. */
async function mend(watch: Watch, url: string, ours: CallbackServer | undefined): Promise<void> {
  const { session, api, signal } = watch;
  const { groupId, confirmation } = session.account.settings;
  const server = { group_id: groupId, url, title: TITLE, secret_key: callbackSecret(session.account) };
  const id = ours?.id ?? (await callback.add(api, server, signal));
  const code = await callback.code(api, groupId, signal);
  if (code !== confirmation) await session.updateSecret?.(['confirmation'], code);
  await callback.choose(api, groupId, id, API_VERSION, SUBSCRIBED, signal);
  await callback.edit(api, { ...server, server_id: id }, signal);
  if (ours?.status !== 'failed') return;
  session.report(failure('provider', 'callback-failed', ours.status));
  await fill(watch);
}

async function confirmed({ session, api, signal, timing }: Watch, url: string): Promise<boolean> {
  for (let tries = 0; tries < timing.confirmTries; tries++) {
    await delay(timing.confirmMs, undefined, { signal });
    const servers = await callback.servers(api, session.account.settings.groupId, signal);
    if (servers.some((server) => server.url === url && server.status === 'ok')) return true;
  }
  return false;
}

/** What VK gave up to bring, as far as it is a message: it was failing before anybody saw it. */
async function fill({ session, api, signal, names, followUps, timing }: Watch): Promise<void> {
  const window = { from: new Date(Date.now() - timing.failedBeforeMs), to: new Date() };
  for await (const events of eventsOf({ api, groupId: session.account.settings.groupId, window, signal })) {
    const { contacts, quarantine } = await understand(events, session.account, names);
    if (contacts.length + quarantine.length > 0) await session.submit({ contacts, quarantine, lane: 'bulk', notify: true });
    if (contacts.some((contact) => contact.followUps)) followUps.wake();
  }
}

/** Without the right to manage: the token is tried, and a person is told what is theirs to do. */
async function look({ session, api, signal }: Watch): Promise<never> {
  session.report(failure('provider', 'callback-unmanaged', '', { field: 'accessToken' }));
  const { groupId, upkeepSeconds } = session.account.settings;
  for (;;) {
    await groupOf(api, groupId, signal);
    session.cycleDone();
    await delay(upkeepSeconds * 1_000, undefined, { signal });
  }
}
