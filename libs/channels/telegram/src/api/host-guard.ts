import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { OFFICIAL_API } from '../settings.js';

/**
 * Which addresses a Bot API server may be at. Only administrators set it, and companies run their own inside their network, so
 * private addresses are fine for such a one; the official server has none. Link-local addresses are never fine: nothing but the
 * metadata services of clouds lives there.
 */
export function isAllowedAddress(address: string, apiRoot: string): boolean {
  const parsed = ipaddr.process(address.replace(/^\[|\]$/g, ''));
  const range = parsed.range();
  if (apiRoot === OFFICIAL_API) return range === 'unicast';
  return !['linkLocal', 'multicast', 'broadcast', 'unspecified'].includes(range) && parsed.toString() !== 'fd00:ec2::254';
}

/** Resolves names for a connection and checks what is really connected to, so that a name can't point elsewhere later. */
export function guardedLookup(apiRoot: string): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const found = typeof address === 'string' ? [address] : (address as { address: string }[]).map((entry) => entry.address);
      if (found.every((each) => isAllowedAddress(each, apiRoot))) return callback(null, address, family);
      callback(new HostNotAllowedError(hostname), address, family);
    });
  };
}

/** @throws HostNotAllowedError  the host of the address is itself one that is not allowed */
export function assertHostAllowed(apiRoot: string): void {
  const host = new URL(apiRoot).hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isAllowedAddress(host, apiRoot)) throw new HostNotAllowedError(host);
}

export class HostNotAllowedError extends Error {
  override readonly name = 'HostNotAllowedError';
  readonly code = 'ERR_HOST_NOT_ALLOWED';

  constructor(host: string) {
    super(`connecting to ${host} is not allowed`);
  }
}
