import { EventEmitter } from 'node:events';
import { createServer as createPlainServer } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '../tls/self-signed.mjs';
import { Faults } from './faults.mjs';
import { Session } from './session.mjs';
import { Folder, User } from './store.mjs';

/** Self-signed, for localhost and 127.0.0.1. */
const { key, certificate } = selfSigned();

/**
 * A simulated IMAP server: faithful enough for a real client, with faults that a real server shows once a year.
 * Everything is in memory. Shares no code with what it tests.
 */
export class ImapServer {
  users = new Map();
  faults = new Faults();
  sessions = new Set();
  capabilities = ['IMAP4rev1', 'IDLE', 'ID', 'NAMESPACE', 'UNSELECT', 'AUTH=PLAIN', 'AUTH=XOAUTH2', 'SASL-IR'];
  offersStartTls = false;
  /** Goes around each command while it is carried out, in the server's own process; when it rejects, the client has died. */
  intercept;
  /** Sign-ins that were tried. */
  signIns = 0;
  /** When each connection came, ms since the epoch: a herd shows here. */
  acceptedAtMs = [];
  /** What went wrong in the simulator itself. */
  errors = [];
  events = new EventEmitter().setMaxListeners(0);
  secureContext = createSecureContext({ key, cert: certificate });

  /** @param {{ tls?: boolean, port?: number }} [options] @returns the port */
  async listen({ tls = false, port = 0 } = {}) {
    const accept = (socket) => this.accept(socket);
    this.listener = tls ? createTlsServer({ key, cert: certificate }, accept) : createPlainServer(accept);
    this.listener.on('tlsClientError', () => undefined);
    await new Promise((resolve, reject) => this.listener.once('error', reject).listen(port, '127.0.0.1', 4096, resolve));
    return this.listener.address().port;
  }

  accept(socket) {
    this.acceptedAtMs.push(Date.now());
    if (this.faults.strike('CONNECT')) return socket.destroy();
    this.sessions.add(new Session(this, socket));
  }

  async close() {
    for (const { socket } of this.sessions) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  addUser(name, password = 'secret') {
    this.users.set(name, new User(name, password));
  }

  user(name) {
    return this.users.get(name);
  }

  setUser(name, fields) {
    Object.assign(this.users.get(name), fields);
  }

  addFolder(user, name, specialUse = '') {
    this.users.get(user).folders.set(name, new Folder(name, 1, specialUse));
  }

  removeFolder(user, name) {
    this.users.get(user).folders.delete(name);
  }

  /** @returns the UID */
  deliver(user, source, { folder = 'INBOX', internalDate, statedSize, sentBytes, uid } = {}) {
    const place = this.users.get(user).folder(folder);
    const given = place.append(source, internalDate ? new Date(internalDate) : new Date(), uid);
    Object.assign(place.messages.find((message) => message.uid === given), { statedSize, sentBytes });
    return given;
  }

  expunge(user, uid, folder = 'INBOX') {
    this.users.get(user).folder(folder).expunge(uid);
  }

  announceNothing(user, folder = 'INBOX') {
    this.users.get(user).folder(folder).announceNothing();
  }

  /** The server lost its index; connections end, as with Dovecot. */
  renumber(user, folder = 'INBOX', firstUid = 1) {
    this.users.get(user).folder(folder).renumber(firstUid);
    this.drop('bye');
  }

  fault(fault) {
    this.faults.add(fault);
  }

  clearFaults() {
    this.faults.clear();
  }

  /** Ends connections: with a word, without one, or as a network does that just stops carrying anything. */
  drop(how = 'close') {
    for (const session of [...this.sessions]) {
      if (how === 'silent') session.isSilent = true;
      else if (how === 'bye') session.socket.end('* BYE going down\r\n');
      else session.socket.destroy();
    }
  }

  setCapabilities(capabilities) {
    this.capabilities = capabilities;
  }

  setStartTls(offered) {
    this.offersStartTls = offered;
  }

  counts() {
    const sessions = [...this.sessions];
    return { connections: sessions.length, idling: sessions.filter(({ idleTag, isSilent }) => idleTag && !isSilent).length, signIns: this.signIns, errors: this.errors };
  }

  /** Most connections that came within one second, since then. */
  busiestSecond(sinceMs) {
    const times = this.acceptedAtMs.filter((at) => at >= sinceMs);
    let from = 0;
    return times.reduce((most, at, index) => {
      while (times[from] <= at - 1000) from++;
      return Math.max(most, index - from + 1);
    }, 0);
  }

  /** Waits until so many connections are in IDLE. */
  async untilIdling(count = 1) {
    while (this.counts().idling < count) await new Promise((resolve) => this.events.once('change', resolve));
  }

  /** Waits until so many connections are open. */
  async untilConnections(count) {
    while (this.sessions.size !== count) await new Promise((resolve) => this.events.once('change', resolve));
  }

  idling() {
    this.events.emit('change');
  }

  left(session) {
    this.sessions.delete(session);
    this.events.emit('change');
  }

  failed(error) {
    this.errors.push(String(error?.stack ?? error));
  }
}
