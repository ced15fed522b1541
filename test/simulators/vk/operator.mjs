import { Customers } from './customer.mjs';

const CUSTOMER = ['write', 'photos', 'file', 'edit', 'press', 'deny', 'read', 'comment', 'leadForm', 'order'];
const customersOf = new WeakMap();

/**
 * The operator's side, `/sim/…`, JSON in and out:
 * - `POST /sim/groups {id?, token?, name?, screenName?}`; `GET /sim/groups`; `POST /sim/groups/:group/revoke`, `/restore`
 * - `POST /sim/groups/:group/write | photos | file | edit | press | deny | read | comment | leadForm | order` (see customer.mjs);
 *   `/event {type, object}` a raw event; `/again` the last event once more; `/rights {rights}`; `/blacklist {userId}`; `/forget` what Long Poll keeps
 * - `GET /sim/groups/:group` addresses, deliveries, events; `GET /sim/groups/:group/chats/:peer` what the customer sees
 * - `POST /sim/faults` (see faults.mjs), `DELETE /sim/faults`; `GET /sim/calls`; `POST /sim/advance {seconds}`; `POST /sim/expire` addresses of files
 * @param {import('./server.mjs').VkServer} server
 * @returns {{ status: number, body: unknown }}
 */
export function operate(server, method, path, body) {
  const [what = '', id, action, detail] = path.split('/');
  if (what === 'faults') return ok(method === 'DELETE' ? server.clearFaults() : server.fault(body));
  if (what === 'calls') return ok(server.calls);
  if (what === 'advance') return ok(server.advance(body.seconds));
  if (what === 'expire') return ok(server.expireFiles());
  if (what !== 'groups') return missing;
  if (id === undefined) return ok(method === 'POST' ? shown(server.addGroup(body)) : server.groups().map(shown));
  const group = server.groupOf(id);
  if (!group) return missing;
  if (action === undefined) return ok(shown(group));
  if (action === 'chats') return ok(detail === undefined ? [...group.peers.keys()] : (group.peers.get(Number(detail)) ?? []));
  return act(server, group, action, body);
}

function act(server, group, action, body) {
  if (action === 'revoke' || action === 'restore') return ok(server.revoke(group, action === 'revoke'));
  if (action === 'rights') return ok(void (group.rights = new Set(body.rights)));
  if (action === 'blacklist') return ok(void group.blacklist.add(Number(body.userId)));
  if (action === 'forget') return ok(group.queue.forget());
  if (action === 'event') return ok(group.tell(body.type, body.object));
  if (action === 'again') return ok(group.tellAgain(group.events.at(-1)));
  if (!CUSTOMER.includes(action)) return missing;
  const customers = customersOf.get(group) ?? new Customers(server, group);
  customersOf.set(group, customers);
  return ok(customers[action](body));
}

const missing = { status: 404, body: { error: 'no such thing' } };
const ok = (body) => ({ status: 200, body: body ?? {} });

function shown({ id, token, name, revoked, rights, servers, events, answered, longPoll }) {
  return { id, token, name, revoked, rights: [...rights], longPoll, servers: servers.map((server) => ({ ...server.shown(), deliveries: server.log, waiting: server.waiting })), events, answered };
}
