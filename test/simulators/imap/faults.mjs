/**
 * Scripted faults: each says on which command it strikes, how often, and what happens then.
 * @typedef {{ on: string, times?: number, user?: string, folder?: string, action: 'no' | 'bad' | 'bye' | 'close' | 'silence' | 'skip' | 'cut' | 'hang' | 'huge' | 'expunge' | 'delay',
 *   text?: string, bytes?: number, uid?: number, ms?: number }} Fault
 *   `on`: GREETING, CONNECT, a command ("LOGIN", "AUTHENTICATE", "IDLE", "EXAMINE"), or BYTES for a FETCH of mail itself.
 *   `cut`: the literal ends after `bytes` with the connection; `hang`: it just stops; `huge`: it declares `bytes`, sends them.
 */
export class Faults {
  /** @type {(Fault & { left: number })[]} */
  list = [];

  add(fault) {
    this.list.push({ ...fault, left: fault.times ?? 1 });
  }

  clear() {
    this.list = [];
  }

  /** The fault that strikes here, if any; counts it. */
  strike(on, { user, folder } = {}) {
    const fault = this.list.find((each) => each.on === on && each.left > 0 && (!each.user || each.user === user) && (!each.folder || each.folder === folder));
    if (fault) fault.left -= 1;
    return fault;
  }
}
