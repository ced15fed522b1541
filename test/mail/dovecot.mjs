/**
 * A real Dovecot for tests: its own configuration, folders and ports under a temporary folder, nothing of the system's.
 * Users are `<anything>` with the password `secret` (`setPassword` changes it); mail comes in by LMTP.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliverByLmtp } from './lmtp.mjs';

const PROGRAM = '/usr/sbin/dovecot';
const LMTP_PROGRAM = '/usr/lib/dovecot/lmtp';
const READY_LIMIT_MS = 10_000;
const key = new URL('../simulators/imap/tls/key.pem', import.meta.url).pathname;
const certificate = new URL('../simulators/imap/tls/certificate.pem', import.meta.url).pathname;

/** Whether Dovecot is there, with what delivers into it. */
export function hasDovecot() {
  return existsSync(PROGRAM) && existsSync(LMTP_PROGRAM);
}

/** Starts one. Stop it in the end: `await dovecot.stop()`. */
export async function startDovecot() {
  const folder = await mkdtemp(join(tmpdir(), 'dovecot-'));
  await chmod(folder, 0o755);
  const ports = { imap: await freePort(), imaps: await freePort(), lmtp: await freePort() };
  const dovecot = new Dovecot(folder, ports);
  await dovecot.prepare();
  await dovecot.start();
  return dovecot;
}

export class Dovecot {
  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
  }

  async prepare() {
    const account = mailAccount();
    await mkdir(join(this.folder, 'mail'));
    await chown(join(this.folder, 'mail'), account.uid, account.gid);
    await this.setPassword('secret');
    await writeFile(join(this.folder, 'dovecot.conf'), configuration(this.folder, this.ports, account));
  }

  /** For every user; open sessions stay. */
  async setPassword(password) {
    await writeFile(join(this.folder, 'password'), password);
    await writeFile(join(this.folder, 'auth.conf'), `passdb {\n  driver = static\n  args = password=${password}\n}\n`);
    if (this.process) this.doveadm('reload');
  }

  async start() {
    this.process = spawn(PROGRAM, ['-F', '-c', join(this.folder, 'dovecot.conf')], { stdio: ['ignore', 'inherit', 'inherit'] });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.untilReady();
  }

  async untilReady() {
    const limit = Date.now() + READY_LIMIT_MS;
    for (;;) {
      try {
        return await deliverByLmtp(this.ports.lmtp, undefined, undefined);
      } catch (cause) {
        if (Date.now() > limit || this.process.exitCode !== null) throw new Error('Dovecot did not start', { cause });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Delivers a mail into a user's INBOX, as a mail server would. */
  async deliver(user, source) {
    await deliverByLmtp(this.ports.lmtp, user, source);
  }

  /** Puts a mail into any folder, with a time of arrival of our choice. */
  save(user, folder, source) {
    execFileSync('doveadm', ['-c', join(this.folder, 'dovecot.conf'), 'save', '-u', user, '-m', folder], { input: source });
  }

  doveadm(...args) {
    return execFileSync('doveadm', ['-c', join(this.folder, 'dovecot.conf'), ...args], { encoding: 'utf8' });
  }

  /** Every UID of the INBOX becomes void, mail stays. */
  loseIndex(user) {
    this.doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(Math.floor(Date.now() / 1000) + 1000), 'INBOX');
  }

  /** Ends it, its children as well; mail and configuration stay for another `start`. */
  async halt() {
    this.process.kill('SIGTERM');
    await this.ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Dovecot refuses to keep mail as root. */
function mailAccount() {
  const uid = process.getuid();
  if (uid !== 0) return { uid, gid: process.getgid() };
  const id = (what) => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function configuration(folder, { imap, imaps, lmtp }, { uid, gid }) {
  const isRoot = process.getuid() === 0;
  const self = isRoot ? '' : `default_internal_user = ${process.env.USER}\ndefault_login_user = ${process.env.USER}\n`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
${self}
first_valid_uid = 1
auth_verbose = yes
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
!include auth.conf
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtp}
  }
}
`;
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
