import { Customers } from './customer.mjs';

/**
 * The operator's side, `/sim/…`, JSON in and out:
 * - `POST /sim/bots {token?, firstName?, username?}`; `GET /sim/bots`; `POST /sim/bots/:bot/revoke`, `/restore`
 * - `POST /sim/bots/:bot/write | album | edit | card | file | press | block | migrate` (see customer.mjs); `/update` a raw update
 * - `GET /sim/bots/:bot` what waits, the webhook, deliveries; `GET /sim/bots/:bot/chats/:chat` what its people see
 * - `POST /sim/faults` (see faults.mjs), `DELETE /sim/faults`; `GET /sim/calls`; `POST /sim/advance {seconds}`
 * @param {import('./server.mjs').TelegramServer} server
 * @returns {{ status: number, body: unknown }}
 */
export function operate(server, method, path, body) {
  const [what = '', id, action, detail] = path.split('/');
  if (what === 'faults') return ok(method === 'DELETE' ? server.clearFaults() : server.fault(body));
  if (what === 'calls') return ok(server.calls);
  if (what === 'advance') return ok(server.advance(body.seconds));
  if (what !== 'bots') return missing;
  if (id === undefined) return ok(method === 'POST' ? shown(server.addBot(body)) : server.bots().map(shown));
  const bot = server.botOf(id);
  if (!bot) return missing;
  if (action === undefined) return ok(shown(bot));
  if (action === 'chats') return ok(detail === undefined ? [...bot.known.values()] : (bot.chats.get(Number(detail)) ?? []));
  if (action === 'revoke' || action === 'restore') return ok(server.revoke(bot, action === 'revoke'));
  if (action === 'update') return ok(bot.tell(body));
  const customers = new Customers(bot);
  return ['write', 'album', 'edit', 'card', 'file', 'press', 'block', 'migrate'].includes(action) ? ok(customers[action](body)) : missing;
}

const missing = { status: 404, body: { error: 'no such thing' } };
const ok = (body) => ({ status: 200, body: body ?? {} });

function shown({ token, user, revoked, webhook, queue, deliveries, answered }) {
  return { token, user, revoked, webhook, pending: queue.pending, confirmed: queue.confirmed, deliveries: deliveries.log, answered };
}
