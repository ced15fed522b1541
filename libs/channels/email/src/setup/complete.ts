import type { Channel } from '@tributary/channel';
import { addressDomain } from '../settings/address.js';
import { presetOfDomain } from '../settings/presets.js';
import { type Candidate, candidatesFor } from './discover.js';
import { findOutgoing } from './find-outgoing.js';
import { discover, serverNotFound, type SetUpOptions } from './set-up.js';

/** Names that lead nowhere take their time; a person waits. */
const LIMIT_MS = 20_000;
/** Without it the mailbox is read only: it isn't waited for as long. */
const OUTGOING_LIMIT_MS = 10_000;

type Complete = NonNullable<Channel['complete']>;

/**
 * Makes the channel's `complete`: finds host, port and encryption of an address whose provider isn't known by its domain, and, where
 * it can, the server of its outgoing mail.
 * Nobody is asked when a host is given or the provider is known; with OAuth2 only the domain's MX records are.
 */
export function createComplete(options: SetUpOptions = {}, limitMs = LIMIT_MS): Complete {
  return async (settings, signal) => {
    const address = unknownAddress(settings);
    if (address === undefined) return settings;
    const { password, oauth, user } = settings;
    if (oauth !== undefined) return { ...settings, ...serverOf(await providerByMx(address, options)) };
    // The schema says that a password is needed.
    if (typeof password !== 'string' || password === '') return settings;
    const limit = AbortSignal.timeout(limitMs);
    const found = await discover(address, password, AbortSignal.any([signal, limit]), { ...options, user: user === address ? undefined : String(user) }).catch((error: unknown) => {
      throw limit.aborted ? serverNotFound(address, error) : error;
    });
    const outgoing = isGiven(settings['smtpHost']) ? undefined : await findOutgoing(address, password, found, AbortSignal.any([signal, AbortSignal.timeout(OUTGOING_LIMIT_MS)]), options.tryOutgoing);
    return { ...settings, ...serverOf(found), ...outgoing, user: found.user, address };
  };
}

/** @returns undefined when there is no address among the settings, or they say already where it is */
function unknownAddress({ user, address = user, host, preset, proxy }: Readonly<Record<string, unknown>>): string | undefined {
  // Whoever goes through a proxy doesn't want servers to be tried past it.
  if (isGiven(proxy)) return undefined;
  if (typeof address !== 'string' || typeof user !== 'string' || isGiven(host) || (isGiven(preset) && preset !== 'other')) return undefined;
  const domain = addressDomain(address);
  return domain === undefined || presetOfDomain(domain) ? undefined : address.trim();
}

function isGiven(setting: unknown): boolean {
  return setting !== undefined && setting !== null && setting !== '';
}

async function providerByMx(address: string, { resolveMx }: SetUpOptions): Promise<Candidate | undefined> {
  const [first] = await candidatesFor(address, resolveMx);
  return first?.from === 'mx' ? first : undefined;
}

function serverOf(found: Pick<Candidate, 'preset' | 'host' | 'port' | 'secure'> | undefined): object {
  return found ? { preset: found.preset, host: found.host, port: found.port, secure: found.secure } : {};
}
