import { understandEach, type Understanding } from '@tributary/channel';
import { type AccountFacts, contextOf } from '../event/context.js';
import { toDraft } from '../event/to-draft.js';
import { readWanted } from '../parts.js';
import type { Names } from './names.js';

/** Each event by itself. Names come along, as far as VK gives them soon. */
export async function understand(events: readonly Uint8Array[], account: AccountFacts, names: Names): Promise<Understanding> {
  const receivedAt = new Date();
  const read = (known?: ReadonlyMap<number, string>) => understandEach(events, receivedAt, (bytes) => toDraft(bytes, contextOf(account, receivedAt, known)));
  const first = read();
  const wanted = first.contacts.flatMap(({ followUps = [] }) => followUps.map(({ value }) => readWanted(value).want).flatMap((want) => (want.kind === 'name' ? [want.userId] : [])));
  return wanted.length === 0 ? first : read(await names.soon(wanted));
}
