import { connect } from 'node:net';

/**
 * Delivers one mail by LMTP (RFC 2033); without a user it only sees whether somebody answers.
 * @param {number} port @param {string | undefined} user @param {string | Uint8Array} source
 * @throws when the server refuses a step or goes away: then the mail may be delivered or not
 */
export async function deliverByLmtp(port, user, source) {
  const socket = connect(port, '127.0.0.1');
  const answers = new Answers(socket);
  try {
    await answers.next('2');
    await step(socket, answers, 'LHLO test', '2');
    if (user === undefined) return;
    await step(socket, answers, 'MAIL FROM:<sender@client.example>', '2');
    await step(socket, answers, `RCPT TO:<${user}>`, '2');
    await step(socket, answers, 'DATA', '3');
    const stuffed = Buffer.from(source).toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
    socket.write(Buffer.from(stuffed.endsWith('\r\n') ? stuffed : `${stuffed}\r\n`, 'latin1'));
    await step(socket, answers, '.', '2');
  } finally {
    socket.end('QUIT\r\n');
  }
}

/** @param {import('node:net').Socket} socket @param {Answers} answers @param {string} line @param {string} expected */
async function step(socket, answers, line, expected) {
  socket.write(`${line}\r\n`);
  await answers.next(expected);
}

/** The server's answers, each a last line "250 text" after any "250-text". */
class Answers {
  text = '';
  /** @type {string[]} */
  lines = [];
  /** @type {Error | undefined} */
  failure;
  /** @type {(() => void) | undefined} */
  wake;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    socket.on('data', (chunk) => this.take(chunk.toString('latin1')));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('connection closed')));
  }

  /** @param {string} chunk */
  take(chunk) {
    const lines = (this.text + chunk).split('\r\n');
    this.text = lines.pop() ?? '';
    this.lines.push(...lines.filter((line) => /^\d{3}( |$)/.test(line)));
    this.wake?.();
  }

  /** @param {Error} error */
  fail(error) {
    this.failure ??= error;
    this.wake?.();
  }

  /** @param {string} expected  how the next answer begins @returns {Promise<void>} */
  async next(expected) {
    for (;;) {
      const line = this.lines.shift();
      if (line?.startsWith(expected)) return;
      if (line !== undefined) throw new Error(`LMTP: ${line}`);
      if (this.failure) throw this.failure;
      await new Promise((resolve) => (this.wake = () => resolve(undefined)));
    }
  }
}
