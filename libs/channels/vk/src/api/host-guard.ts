import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { OFFICIAL_API } from '../settings.js';

type Allows = (address: string) => boolean;

/**
 * Which addresses may be connected to for a URL. An administrator may have a relay inside the company's network, so the account's own
 * API server may be private; link-local addresses never are, nothing but the metadata services of clouds lives there. Whatever else a
 * URL leads to, VK or a customer named it: public addresses only.
 */
export function allowedFor(url: URL, apiRoot: string): Allows {
  const isConfigured = apiRoot !== OFFICIAL_API && url.origin === new URL(apiRoot).origin;
  return (address) => {
    const parsed = ipaddr.process(address.replace(/^\[|\]$/g, ''));
    const range = parsed.range();
    if (!isConfigured) return range === 'unicast';
    return !['linkLocal', 'multicast', 'broadcast', 'unspecified'].includes(range) && parsed.toString() !== 'fd00:ec2::254';
  };
}

/** Resolves names for a connection and checks what is really connected to, so that a name can't point elsewhere later. */
export function guardedLookup(allows: Allows): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const found = typeof address === 'string' ? [address] : (address as { address: string }[]).map((entry) => entry.address);
      if (found.every(allows)) return callback(null, address, family);
      callback(new HostNotAllowedError(hostname), address, family);
    });
  };
}

/** @throws HostNotAllowedError  no web address, or its host is itself an address that is not allowed */
export function assertAllowed({ protocol, hostname }: URL, allows: Allows): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!/^https?:$/.test(protocol) || (ipaddr.isValid(host) && !allows(host))) throw new HostNotAllowedError(host);
}

export class HostNotAllowedError extends Error {
  override readonly name = 'HostNotAllowedError';
  readonly code = 'ERR_HOST_NOT_ALLOWED';

  constructor(host: string) {
    super(`connecting to ${host} is not allowed`);
  }
}
