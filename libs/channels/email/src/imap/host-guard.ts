import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which addresses a mailbox may be at. Only administrators set hosts, and companies keep mail servers inside their own
 * network or on the same machine, so private and loopback addresses are fine; link-local ones are not: nothing but
 * the metadata services of clouds lives there.
 */
export function isAllowedAddress(address: string): boolean {
  const parsed = ipaddr.process(address.replace(/^\[|\]$/g, ''));
  const refused = ['linkLocal', 'multicast', 'broadcast', 'unspecified'];
  return !refused.includes(parsed.range()) && parsed.toString() !== 'fd00:ec2::254';
}

/** Traffic to it never leaves the machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

/** @throws HostNotAllowedError when the host is itself such an address */
export function assertHostAllowed(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare) && !isAllowedAddress(bare)) throw new HostNotAllowedError(host);
}

/** Resolves names for a connection and checks what is really connected to, so that a name can't point elsewhere later. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, options, (error, address, family) => {
    if (error) return callback(error, address, family);
    const found = typeof address === 'string' ? [address] : (address as { address: string }[]).map((entry) => entry.address);
    if (found.every(isAllowedAddress)) return callback(null, address, family);
    callback(new HostNotAllowedError(hostname), address, family);
  });
};

export class HostNotAllowedError extends Error {
  override readonly name = 'HostNotAllowedError';
  readonly code = 'ERR_HOST_NOT_ALLOWED';
  constructor(host: string) {
    super(`connecting to ${host} is not allowed`);
  }
}
