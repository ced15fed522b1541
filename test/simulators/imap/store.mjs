/** What a simulated server keeps: users, their folders, mails with UIDs. Announces changes to whoever watches a folder. */
export class Folder {
  /**
   * `statedSize`: what RFC822.SIZE says, where it is not true; `sentBytes`: so much is sent when the whole mail is asked
   * for, whatever range of it: the source and filling that is held nowhere.
   * @type {{ uid: number, source: Buffer, internalDate: Date, flags: string[], statedSize?: number, sentBytes?: number }[]}
   */
  messages = [];
  uidNext = 1;
  /** Connections that have it open: called with what to tell them. */
  watchers = new Set();

  constructor(name, uidValidity = 1, specialUse = '') {
    this.name = name;
    this.uidValidity = uidValidity;
    this.specialUse = specialUse;
  }

  append(source, internalDate = new Date(), uid = this.uidNext) {
    this.messages.push({ uid, source: Buffer.from(source), internalDate, flags: [] });
    this.messages.sort((a, b) => a.uid - b.uid);
    this.uidNext = Math.max(this.uidNext, uid + 1);
    this.announce();
    return uid;
  }

  /** Tells the number of mails again, whether it changed or not. */
  announce() {
    for (const tell of this.watchers) tell([`* ${this.messages.length} EXISTS`]);
  }

  /** Tells of a mail that is not there. */
  announceNothing() {
    for (const tell of this.watchers) tell([`* ${this.messages.length + 1} EXISTS`]);
  }

  expunge(uid) {
    const index = this.messages.findIndex((message) => message.uid === uid);
    if (index < 0) return;
    this.messages.splice(index, 1);
    for (const tell of this.watchers) tell([`* ${index + 1} EXPUNGE`]);
  }

  /** The server lost its index: same mails, other UIDs, another UIDVALIDITY. */
  renumber(firstUid = 1) {
    this.uidValidity += 1;
    this.messages.forEach((message, index) => (message.uid = firstUid + index));
    this.uidNext = firstUid + this.messages.length;
  }
}

export class User {
  /** @type {Map<string, Folder>} */
  folders = new Map([['INBOX', new Folder('INBOX')]]);
  /** @type {string | undefined} access token that is taken instead of the password */
  token;
  maxConnections = Infinity;
  connections = 0;

  constructor(name, password) {
    this.name = name;
    this.password = password;
  }

  /** Names are case-sensitive, apart from INBOX. */
  folder(name) {
    return this.folders.get(name.toUpperCase() === 'INBOX' ? 'INBOX' : name);
  }
}
