import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of the proxies that the installation trusts. */
export function trustedProxyCheck(proxies: readonly string[]): (address: string) => boolean {
  const ranges = proxies.map((proxy) => (proxy.includes('/') ? ipaddr.parseCIDR(proxy) : singleAddress(proxy)));
  return (address) => {
    if (ranges.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
}

/**
 * The client's address: the first one, going back from the connection, that no trusted proxy vouches for.
 * @param fromDoor  the request carries the internal token: the connection is our own door, which is trusted
 */
export function clientAddress(request: FastifyRequest, isTrusted: (address: string) => boolean, fromDoor: boolean): string {
  let address = plain(request.raw.socket.remoteAddress ?? '');
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  for (let trusted = fromDoor || isTrusted(address); trusted; trusted = isTrusted(address)) {
    const next = forwarded.pop()?.trim();
    if (!next || !ipaddr.isValid(next)) break;
    address = plain(next);
  }
  return address;
}

/** IPv4 that came through an IPv6 socket is shown as IPv4. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function singleAddress(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
