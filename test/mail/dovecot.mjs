/**
 * A real Dovecot for tests: its own configuration, folders and ports under a temporary folder, nothing of the system's.
 * Users are `<anything>` with the password `secret` (`setPassword` changes it); mail comes in by LMTP.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atExit, signal } from '../e2e/processes.mjs';
import { pause } from '../e2e/until.mjs';
import { selfSigned } from '../simulators/tls/self-signed.mjs';
import { configuration, mailOwner } from './dovecot-configuration.mjs';
import { deliverByLmtp } from './lmtp.mjs';

const PROGRAM = '/usr/sbin/dovecot';
const LMTP_PROGRAM = '/usr/lib/dovecot/lmtp';
const READY_LIMIT_MS = 10_000;

/** Whether Dovecot is there, with what delivers into it. */
export function hasDovecot() {
  return existsSync(PROGRAM) && existsSync(LMTP_PROGRAM);
}

/** Starts one. Stop it in the end: `await dovecot.stop()`. */
export async function startDovecot() {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  await chmod(folder, 0o755);
  const ports = { imap: await freePort(), imaps: await freePort(), lmtp: await freePort() };
  const dovecot = new Dovecot(folder, ports);
  await dovecot.prepare();
  await dovecot.start();
  return dovecot;
}

/** @typedef {{ imap: number, imaps: number, lmtp: number }} DovecotPorts */

export class Dovecot {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  process;
  /** @type {Promise<unknown>} */
  ended = Promise.resolve();
  owner = mailOwner();

  /** @param {string} folder @param {DovecotPorts} ports */
  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
    // Processes of Dovecot live on without the one that started them.
    this.takeBack = atExit(() => this.signalAll('SIGKILL'));
  }

  async prepare() {
    const { key, certificate } = selfSigned();
    await mkdir(join(this.folder, 'mail'));
    await chown(join(this.folder, 'mail'), this.owner.uid, this.owner.gid);
    await writeFile(join(this.folder, 'key.pem'), key, { mode: 0o600 });
    await writeFile(join(this.folder, 'certificate.pem'), certificate);
    await this.setPassword('secret');
    await writeFile(join(this.folder, 'dovecot.conf'), configuration(this.folder, this.ports, this.owner));
  }

  /** For every user; open sessions stay. @param {string} password */
  async setPassword(password) {
    await writeFile(join(this.folder, 'auth.conf'), `passdb {\n  driver = static\n  args = password=${password}\n}\n`);
    if (this.process) this.doveadm('reload');
  }

  async start() {
    // A group of its own, so that all its processes can be killed at once.
    this.process = spawn(PROGRAM, ['-F', '-c', join(this.folder, 'dovecot.conf')], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    this.ended = new Promise((resolve) => this.process?.once('exit', resolve));
    await this.untilReady();
  }

  get running() {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  async untilReady() {
    const limit = Date.now() + READY_LIMIT_MS;
    for (;;) {
      try {
        return await deliverByLmtp(this.ports.lmtp, undefined, '');
      } catch (cause) {
        if (Date.now() > limit || !this.running) throw new Error('Dovecot did not start', { cause });
        await pause(50);
      }
    }
  }

  /** Delivers a mail into a user's INBOX, as a mail server would. @param {string} user @param {string | Uint8Array} source */
  async deliver(user, source) {
    await deliverByLmtp(this.ports.lmtp, user, source);
  }

  /** Puts a mail into any folder. @param {string} user @param {string} folder @param {string | Uint8Array} source */
  save(user, folder, source) {
    execFileSync('doveadm', ['-c', join(this.folder, 'dovecot.conf'), 'save', '-u', user, '-m', folder], { input: source });
  }

  /** @param {string[]} args */
  doveadm(...args) {
    return execFileSync('doveadm', ['-c', join(this.folder, 'dovecot.conf'), ...args], { encoding: 'utf8' });
  }

  /** The same beside other things. @param {string[]} args */
  async doveadmLater(...args) {
    await promisify(execFile)('doveadm', ['-c', join(this.folder, 'dovecot.conf'), ...args]);
  }

  /** Every UID of the INBOX becomes void, mail stays. @param {string} user */
  loseIndex(user) {
    this.doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(Math.floor(Date.now() / 1000) + 1000), 'INBOX');
  }

  /** Ends it in good order; mail and configuration stay for another `start`. */
  async halt() {
    this.process?.kill('SIGTERM');
    await this.ended;
  }

  /** kill -9 of every process of it. */
  async kill() {
    this.signalAll('SIGKILL');
    await this.ended;
  }

  async stop() {
    if (this.running) await this.halt();
    this.takeBack();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} name */
  signalAll(name) {
    if (this.running && this.process?.pid) signal(-this.process.pid, name);
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
