import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { SendError } from './errors.js';

/** Addresses of the internet at large; everything else (private, loopback, link-local, metadata services) is not. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * Resolves a name for a connection and refuses what is not of the internet, at the moment of connecting: a name that
 * changes its address in between gains nothing.
 * @throws SendError  by the callback
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (refused || !addresses[0]) return callback(new SendError(privateText(hostname)), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0].address, addresses[0].family);
  });
};

/** Literal addresses are never looked up. @throws SendError */
export function assertPublicLiteral(host: string): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) && !isPublicAddress(address)) throw new SendError(privateText(host));
}

function privateText(host: string): string {
  return `${host} is a private address; TRIBUTARY_PRIVATE_TARGETS=true allows those`;
}
