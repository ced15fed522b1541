import { ConnectorError } from '@tributary/channel';
import { Mailbox } from '../imap/mailbox.js';
import { DEFAULT_TIMING } from '../imap/timing.js';
import { resolveAccess } from '../settings/access.js';
import { type Candidate, candidatesFor, type ResolveMx } from './discover.js';
import type { TryOutgoing } from './find-outgoing.js';

/** A person waits: a server that doesn't answer in this time is passed over. */
const TIMING = { ...DEFAULT_TIMING, connectMs: 5_000, greetingMs: 5_000, silenceMs: 10_000 };

export type TryServer = (candidate: Candidate, signIn: { user: string; pass: string }, signal: AbortSignal) => Promise<void>;

export interface SetUpOptions {
  readonly resolveMx?: ResolveMx;
  readonly tryServer?: TryServer;
  /** Of outgoing mail. */
  readonly tryOutgoing?: TryOutgoing;
  /** The sign-in name, where it is known to differ from the address. */
  readonly user?: string | undefined;
}

/** What an account's settings become. */
export interface Discovered {
  readonly preset: Candidate['preset'];
  readonly host: string;
  readonly port: number;
  readonly secure: true | 'starttls';
  /** The address, or its part before the "@" where the server wants that. */
  readonly user: string;
}

/**
 * Finds out how to reach a mailbox from its address and password alone. A server that refuses the password has been found:
 * the search ends there, so that one wrong password isn't tried everywhere.
 * @throws ConnectorError  at `password` when a server was found and refuses, at `host` when none was found
 */
export async function discover(address: string, password: string, signal: AbortSignal, { resolveMx, tryServer = signInOnce, user: name }: SetUpOptions = {}): Promise<Discovered> {
  const failures: ConnectorError[] = [];
  for (const candidate of await candidatesFor(address, resolveMx)) {
    for (const user of name === undefined ? usersFor(candidate, address) : [name]) {
      const failure = await attempt(() => tryServer(candidate, { user, pass: password }, signal));
      signal.throwIfAborted();
      if (!failure) return { preset: candidate.preset, host: candidate.host, port: candidate.port, secure: candidate.secure, user };
      failures.push(failure);
      if (failure.code !== 'wrong-password') break;
    }
    const last = failures.at(-1);
    if (last && isAnswer(last)) throw last;
  }
  throw mostTelling(failures, address);
}

/** Providers know their addresses; elsewhere the sign-in name may be the part before the "@". */
function usersFor({ preset }: Candidate, address: string): string[] {
  return preset === 'other' ? [address, address.slice(0, address.lastIndexOf('@'))] : [address];
}

async function attempt(run: () => Promise<void>): Promise<ConnectorError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
}

/** The right server said something: others needn't be asked. */
function isAnswer({ failureClass, code }: ConnectorError): boolean {
  const aboutUs = ['host-not-allowed', 'encryption-not-offered', 'sign-in-not-offered'];
  return (failureClass === 'credentials' && !aboutUs.includes(code)) || failureClass === 'quota' || code === 'temporarily-unavailable';
}

/** A certificate or a closed port tells more than a name that isn't there. */
function mostTelling(failures: readonly ConnectorError[], address: string): ConnectorError {
  const telling = failures.find(({ code }) => code.startsWith('certificate-')) ?? failures.find(({ code }) => code === 'sign-in-not-offered');
  return telling ?? serverNotFound(address, failures.at(-1));
}

export function serverNotFound(address: string, cause: unknown): ConnectorError {
  return new ConnectorError('network', {
    code: 'server-not-found',
    field: 'host',
    detail: {
      ru: `Не нашли почтовый сервер для ${address}: укажите сервер IMAP, его подскажет провайдер или администратор почты.`,
      en: `No mail server was found for ${address}: name the IMAP server; the provider or the mail’s administrator knows it.`,
    },
    cause,
  });
}

const signInOnce: TryServer = async ({ preset, host, port, secure }, { user, pass }, signal) => {
  const access = resolveAccess({ user, password: pass, preset, host, port, secure });
  if (!access) throw new Error(`no server in candidate ${preset}`);
  const mailbox = await Mailbox.open({ access, tls: undefined, signIn: { user, pass }, timing: TIMING, signal });
  mailbox.close();
};
