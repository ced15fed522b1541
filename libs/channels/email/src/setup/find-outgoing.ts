import { ConnectorError } from '@tributary/channel';
import { SmtpSession } from '../smtp/smtp-session.js';
import { addressDomain } from '../settings/address.js';
import { resolveOutgoing } from '../settings/outgoing.js';
import type { Discovered } from './set-up.js';

/** A person waits: a server that doesn't answer in this time is passed over. */
const TIMING = { connectMs: 3_000, greetingMs: 5_000, silenceMs: 10_000 };

/** Settings of outgoing mail. */
export interface OutgoingServer {
  readonly smtpHost: string;
  readonly smtpPort: number;
  readonly smtpSecure: true | 'starttls';
}

/** Signs in once. @throws ConnectorError */
export type TryOutgoing = (server: OutgoingServer, signIn: { address: string; user: string; pass: string }, signal: AbortSignal) => Promise<void>;

/**
 * Where mail of an address goes out, once its mailbox was found and let us in: by the usual names and the mailbox's own. The first
 * server that answers ends the search.
 * @returns undefined when none lets us in: the mailbox is read all the same
 */
export async function findOutgoing(address: string, pass: string, { preset, host, user }: Discovered, signal: AbortSignal, tryServer: TryOutgoing = signInOnce): Promise<OutgoingServer | undefined> {
  // The provider's own is known.
  if (preset !== 'other') return undefined;
  for (const server of serversFor(address, host)) {
    if (signal.aborted) return undefined;
    const failure = await tryServer(server, { address, user, pass }, signal).then(() => undefined, (error: unknown) => error);
    if (failure === undefined) return server;
    if (!(failure instanceof ConnectorError) || failure.failureClass !== 'network') return undefined;
  }
  return undefined;
}

function serversFor(address: string, mailbox: string): OutgoingServer[] {
  const domain = addressDomain(address) ?? '';
  return [...new Set([`smtp.${domain}`, mailbox, `mail.${domain}`])].flatMap((smtpHost): OutgoingServer[] => [
    { smtpHost, smtpPort: 465, smtpSecure: true },
    { smtpHost, smtpPort: 587, smtpSecure: 'starttls' },
  ]);
}

const signInOnce: TryOutgoing = async (server, { address, user, pass }, signal) => {
  const outgoing = resolveOutgoing({ ...server, user, address, password: pass, preset: 'other' });
  if (!outgoing) throw new Error('no address in a found mailbox');
  const session = await SmtpSession.open({ outgoing, settings: {}, timing: TIMING, signal });
  session.close();
};
