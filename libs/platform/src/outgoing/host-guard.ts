import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * How far a connection may go.
 * - `internet`: what a provider or a customer named. Public addresses only.
 * - `network`: what an administrator set. Companies keep mail servers, relays and proxies inside their network or on the same machine,
 *   so those are fine as well; link-local addresses are not: nothing but the metadata services of clouds lives there.
 */
export type Reach = 'internet' | 'network';

const NEVER: readonly string[] = ['linkLocal', 'multicast', 'broadcast', 'unspecified'];
/** Metadata services that are not at link-local addresses: AWS, Google, Alibaba, Oracle, Azure. */
const METADATA: readonly string[] = ['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'];
/** Of translators to IPv4, the one whose addresses stand for the internet's (RFC 6052); others are a network's own. */
const NAT64 = ipaddr.IPv6.parse('64:ff9b::');

/** @param address  of either family, in any spelling; IPv6 with or without brackets. One that stands for an IPv4 address is judged by that. */
export function isAllowedAddress(address: string, reach: Reach): boolean {
  const outer = ipaddr.process(withoutBrackets(address));
  const isTranslated = ['rfc6052', 'rfc6145'].includes(outer.range());
  const meant = isTranslated ? new ipaddr.IPv4(outer.toByteArray().slice(-4)) : outer;
  if (METADATA.includes(meant.toString())) return false;
  if (reach === 'network') return !NEVER.includes(meant.range());
  return meant.range() === 'unicast' && (!isTranslated || outer.match(NAT64, 96));
}

/** Hosts that are addresses are never looked up: this looks at those. @throws HostNotAllowedError */
export function assertHostAllowed(host: string, reach: Reach): void {
  const bare = withoutBrackets(host);
  if (ipaddr.isValid(bare) && !isAllowedAddress(bare, reach)) throw new HostNotAllowedError(host);
}

/** Resolves names for a connection and checks what is really connected to, so that a name can't point elsewhere later. */
export function guardedLookup(reach: Reach, resolve: LookupFunction = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const found = typeof address === 'string' ? [address] : address.map((entry) => entry.address);
      if (found.every((each) => isAllowedAddress(each, reach))) return callback(null, address, family);
      callback(new HostNotAllowedError(hostname), address, family);
    });
  };
}

/**
 * For connections that somebody else makes: the address to give them in place of the name. Of several an IPv4 one, since they can try no other.
 * @throws HostNotAllowedError; Node's error of the name
 */
export function guardedAddressOf(host: string, reach: Reach): Promise<{ readonly address: string; readonly family: number }> {
  return new Promise((resolve, reject) => {
    guardedLookup(reach)(withoutBrackets(host), { order: 'ipv4first' }, (error, address, family = 4) => (error ? reject(error) : resolve({ address: String(address), family })));
  });
}

/** Traffic to it never leaves the machine. */
export function isLoopback(host: string): boolean {
  const bare = withoutBrackets(host);
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

/** A connection would lead where none may. */
export class HostNotAllowedError extends Error {
  override readonly name = 'HostNotAllowedError';
  readonly code = 'ERR_HOST_NOT_ALLOWED';

  constructor(host: string) {
    super(`connecting to ${host} is not allowed`);
  }
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
