import { TLSSocket } from 'node:tls';
import { CommandReader, parseArguments, quote } from './command-reader.mjs';
import { asksForBytes, asksForWhole, fetchAnswer, messagesOf, search } from './fetch-items.mjs';

const DELIMITER = '/';

/** One connection of a client: reads commands one after the other and answers as RFC 3501 wants it, or as a fault does. */
export class Session {
  user;
  folder;
  idleTag;
  pendingAuth;
  isSilent = false;
  queue = Promise.resolve();
  tell = (lines) => this.announce(lines);
  waitingNews = [];

  constructor(server, socket) {
    this.server = server;
    this.attach(socket);
    this.reader = new CommandReader({ onCommand: (line) => this.enqueue(line), onLiteral: () => this.write('+ go ahead\r\n') });
    this.greet();
  }

  attach(socket) {
    this.socket = socket;
    socket.setNoDelay?.(true);
    socket.on('data', (chunk) => this.reader.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.closed(socket));
  }

  closed(socket) {
    if (socket !== this.socket) return;
    this.leaveFolder();
    if (this.user) this.user.connections -= 1;
    this.user = undefined;
    this.server.left(this);
  }

  greet() {
    const fault = this.server.faults.strike('GREETING');
    if (!fault) this.write(`* OK [CAPABILITY ${this.capabilities()}] ready\r\n`);
    else void this.suffer(fault, '*');
  }

  capabilities() {
    return [...this.server.capabilities, ...(this.server.offersStartTls && !(this.socket instanceof TLSSocket) ? ['STARTTLS'] : [])].join(' ');
  }

  write(data) {
    if (!this.isSilent && !this.socket.destroyed) this.socket.write(data);
  }

  enqueue(line) {
    this.queue = this.queue.then(() => this.carryOut(line)).catch((error) => this.server.failed(error));
  }

  /** One command, unless its client dies of it: then nobody hears an answer. */
  async carryOut(line) {
    const { intercept } = this.server;
    if (!intercept) return this.execute(line);
    this.socket.cork();
    try {
      await intercept(() => this.execute(line));
      this.socket.uncork();
    } catch {
      this.socket.destroy();
    }
  }

  async execute(line) {
    if (this.isSilent || this.socket.destroyed) return;
    if (this.pendingAuth) return this.pendingAuth(line);
    if (this.idleTag) return this.endIdle(line);
    const [, tag, rest] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (!tag) return this.write('* BAD no command\r\n');
    const uid = /^UID /i.test(rest);
    const [name, ...args] = parseArguments(uid ? rest.slice(4) : rest);
    const command = name.toUpperCase();
    const bytes = command === 'FETCH' && asksForBytes(args.slice(1).flat());
    const place = { user: this.user?.name, folder: this.folder?.name };
    const fault = (bytes && this.server.faults.strike('BYTES', place)) || this.server.faults.strike(command, place);
    if (fault && (await this.suffer(fault, tag, uid, args))) return;
    await this.answer(command, tag, args, uid);
  }

  /** Lets a fault happen. @returns whether the command is answered by it */
  async suffer(fault, tag, uid, args = []) {
    const { action, text = '', bytes = 0, ms = 0 } = fault;
    if (action === 'no' || action === 'bad') this.write(`${tag} ${action.toUpperCase()} ${text}\r\n`);
    else if (action === 'bye') this.socket.end(`* BYE ${text}\r\n`);
    else if (action === 'close') this.socket.destroy();
    else if (action === 'silence') this.isSilent = true;
    else if (action === 'skip') this.write(`${tag} OK done\r\n`);
    else if (action === 'cut' || action === 'hang' || action === 'huge') await this.breakLiteral(action, bytes, uid, args);
    else if (action === 'expunge') this.expungeUnseen(fault.uid);
    else if (action === 'delay') await new Promise((resolve) => setTimeout(resolve, ms));
    return action !== 'expunge' && action !== 'delay';
  }

  /** A mail goes while somebody fetches it: the client hears of it only later, as RFC 3501 §7.4.1 wants. */
  expungeUnseen(uid) {
    const watchers = this.folder.watchers;
    this.folder.watchers = new Set();
    this.folder.expunge(uid);
    this.folder.watchers = watchers;
  }

  async breakLiteral(action, bytes, uid, [set]) {
    const [first] = messagesOf(this.folder.messages, set, uid);
    const size = action === 'huge' ? bytes : (first?.message.source.length ?? 0);
    this.write(`* ${first?.sequence ?? 1} FETCH (UID ${first?.message.uid ?? 1} BODY[] {${size}}\r\n`);
    if (action === 'huge') return this.flood(bytes);
    this.write((first?.message.source ?? Buffer.alloc(0)).subarray(0, bytes));
    if (action === 'cut') this.socket.end();
    else this.isSilent = true;
  }

  async flood(bytes) {
    const chunk = Buffer.alloc(64 * 1024, 'a');
    for (let sent = 0; sent < bytes && !this.socket.destroyed; sent += chunk.length) {
      if (!this.socket.write(chunk.subarray(0, bytes - sent))) await new Promise((resolve) => this.socket.once('drain', resolve).once('close', resolve));
    }
  }

  async answer(command, tag, args, uid) {
    const ok = (text = 'done') => this.write(`${tag} OK ${text}\r\n`);
    switch (command) {
      case 'CAPABILITY':
        this.write(`* CAPABILITY ${this.capabilities()}\r\n`);
        return ok();
      case 'STARTTLS':
        return this.startTls(tag);
      case 'LOGIN':
        return this.signIn(tag, args[0], (user) => user.password === args[1]);
      case 'AUTHENTICATE':
        return this.authenticate(tag, args);
      case 'LOGOUT':
        this.write(`* BYE bye\r\n${tag} OK done\r\n`);
        return this.socket.end();
      case 'NOOP':
        this.flushNews();
        return ok();
      case 'ID':
        this.write('* ID ("name" "simulator")\r\n');
        return ok();
      case 'ENABLE':
        this.write('* ENABLED\r\n');
        return ok();
      case 'NAMESPACE':
        this.write(`* NAMESPACE (("" "${DELIMITER}")) NIL NIL\r\n`);
        return ok();
      default:
        return this.user ? this.answerUser(command, tag, args, uid) : this.write(`${tag} BAD not signed in\r\n`);
    }
  }

  async answerUser(command, tag, args, uid) {
    switch (command) {
      case 'LIST':
      case 'LSUB':
        for (const { name, specialUse } of this.user.folders.values()) this.write(`* ${command} (${specialUse}) "${DELIMITER}" ${quote(name)}\r\n`);
        return this.write(`${tag} OK done\r\n`);
      case 'SELECT':
      case 'EXAMINE':
        return this.openFolder(tag, args[0], command);
      case 'STATUS':
        return this.status(tag, args[0], args[1]);
      case 'CLOSE':
      case 'UNSELECT':
        this.leaveFolder();
        return this.write(`${tag} OK done\r\n`);
      default:
        return this.folder ? this.answerFolder(command, tag, args, uid) : this.write(`${tag} BAD no folder is open\r\n`);
    }
  }

  async answerFolder(command, tag, args, uid) {
    if (command === 'IDLE') return this.idle(tag);
    if (command === 'SEARCH') this.write(`* SEARCH ${search(this.folder.messages, args, uid).join(' ')}\r\n`);
    else if (command === 'FETCH') for (const { sequence, message } of messagesOf(this.folder.messages, args[0], uid)) await this.send(sequence, message, args.slice(1).flat());
    else return this.write(`${tag} BAD ${command} is not known here\r\n`);
    if (command !== 'FETCH') this.flushNews();
    return this.write(`${tag} OK done\r\n`);
  }

  /** One mail's part of a FETCH. */
  async send(sequence, message, items) {
    if (message.sentBytes === undefined || !asksForWhole(items)) {
      for (const piece of fetchAnswer(sequence, message, items)) this.write(piece);
      return;
    }
    this.write(`* ${sequence} FETCH (UID ${message.uid} BODY[] {${message.sentBytes}}\r\n`);
    this.write(message.source);
    await this.flood(message.sentBytes - message.source.length);
    this.write(')\r\n');
  }

  startTls(tag) {
    this.write(`${tag} OK begin\r\n`);
    const plain = this.socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('close');
    this.attach(new TLSSocket(plain, { isServer: true, secureContext: this.server.secureContext }));
  }

  authenticate(tag, [mechanism, initial]) {
    const take = (response) => {
      this.pendingAuth = undefined;
      const text = Buffer.from(response, 'base64').toString();
      if (/^XOAUTH2|^OAUTHBEARER/i.test(mechanism)) return this.signInByToken(tag, text);
      const [, name, password] = text.split('\0');
      return this.signIn(tag, name, (user) => user.password === password);
    };
    if (initial !== undefined) return take(initial);
    this.pendingAuth = take;
    return this.write('+ \r\n');
  }

  signInByToken(tag, text) {
    // Fields end with a byte 1: "user=u", "auth=Bearer t"; OAUTHBEARER begins with "n,a=u,".
    const fields = text.split(String.fromCharCode(1));
    const name = /^(?:user=|n,a=)([^,]*)/.exec(fields[0])?.[1] ?? '';
    const token = fields.find((field) => field.startsWith('auth=Bearer '))?.slice('auth=Bearer '.length);
    if (this.server.user(name)?.token === token && token) return this.signIn(tag, name, () => true);
    this.pendingAuth = () => {
      this.pendingAuth = undefined;
      this.write(`${tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n`);
    };
    return this.write(`+ ${Buffer.from(JSON.stringify({ status: '400', schemes: 'Bearer' })).toString('base64')}\r\n`);
  }

  signIn(tag, name, matches) {
    const user = this.server.user(name);
    this.server.signIns += 1;
    if (!user || !matches(user)) return this.write(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n`);
    if (user.connections >= user.maxConnections) return this.write(`${tag} NO [LIMIT] Maximum number of connections from user+IP exceeded\r\n`);
    this.user = user;
    user.connections += 1;
    return this.write(`${tag} OK [CAPABILITY ${this.capabilities()}] signed in\r\n`);
  }

  openFolder(tag, name, command) {
    this.leaveFolder();
    const folder = this.user.folder(name);
    if (!folder) return this.write(`${tag} NO [NONEXISTENT] Mailbox doesn't exist: ${name}\r\n`);
    this.folder = folder;
    this.waitingNews = [];
    folder.watchers.add(this.tell);
    this.write(`* FLAGS (\\Seen)\r\n* ${folder.messages.length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY ${folder.uidValidity}] x\r\n* OK [UIDNEXT ${folder.uidNext}] x\r\n`);
    return this.write(`${tag} OK [READ-${command === 'EXAMINE' ? 'ONLY' : 'WRITE'}] open\r\n`);
  }

  leaveFolder() {
    this.folder?.watchers.delete(this.tell);
    this.folder = undefined;
    this.idleTag = undefined;
  }

  status(tag, name, items) {
    const folder = this.user.folder(name);
    if (!folder) return this.write(`${tag} NO [NONEXISTENT] no such folder\r\n`);
    const values = { MESSAGES: folder.messages.length, UIDNEXT: folder.uidNext, UIDVALIDITY: folder.uidValidity, UNSEEN: 0, RECENT: 0 };
    const told = items.filter((item) => item.toUpperCase() in values).map((item) => `${item} ${values[item.toUpperCase()]}`);
    return this.write(`* STATUS ${quote(name)} (${told.join(' ')})\r\n${tag} OK done\r\n`);
  }

  idle(tag) {
    this.idleTag = tag;
    this.write('+ idling\r\n');
    this.flushNews();
    this.server.idling(this);
  }

  endIdle(line) {
    const tag = this.idleTag;
    this.idleTag = undefined;
    return this.write(line.toUpperCase() === 'DONE' ? `${tag} OK idle ended\r\n` : `${tag} BAD expected DONE\r\n`);
  }

  announce(lines) {
    if (!this.idleTag) return this.waitingNews.push(...lines);
    return this.write(`${lines.join('\r\n')}\r\n`);
  }

  flushNews() {
    const lines = this.waitingNews.splice(0);
    if (lines.length > 0) this.write(`${lines.join('\r\n')}\r\n`);
  }
}
