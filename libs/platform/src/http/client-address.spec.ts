import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { clientAddress, trustedProxyCheck } from './client-address.js';

const isTrusted = trustedProxyCheck(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']);

function addressOf(remoteAddress: string, forwarded: string | string[] | undefined, fromDoor = false): string {
  const request = { raw: { socket: { remoteAddress } }, headers: { 'x-forwarded-for': forwarded } } as unknown as FastifyRequest;
  return clientAddress(request, isTrusted, fromDoor);
}

describe('clientAddress', () => {
  it('is the connection when that is no proxy of ours, whatever it claims', () => {
    expect(addressOf('203.0.113.5', '1.1.1.1')).toBe('203.0.113.5');
    expect(addressOf('127.0.0.1', '1.1.1.1')).toBe('127.0.0.1');
  });

  it('is the first untrusted address going back', () => {
    expect(addressOf('10.1.1.1', '6.6.6.6, 203.0.113.5, 192.0.2.1')).toBe('203.0.113.5');
    expect(addressOf('::ffff:10.1.1.1', '203.0.113.5')).toBe('203.0.113.5');
    expect(addressOf('fd00::1', ['6.6.6.6', '2001:db8::5'])).toBe('2001:db8::5');
  });

  it('is the farthest proxy when nobody stands behind it', () => {
    expect(addressOf('10.1.1.1', undefined)).toBe('10.1.1.1');
    expect(addressOf('10.1.1.1', '10.2.2.2')).toBe('10.2.2.2');
    expect(addressOf('10.1.1.1', 'unknown')).toBe('10.1.1.1');
  });

  it('believes our own door one step back', () => {
    expect(addressOf('127.0.0.1', '203.0.113.5', true)).toBe('203.0.113.5');
    expect(addressOf('127.0.0.1', '6.6.6.6, 203.0.113.5', true)).toBe('203.0.113.5');
  });
});
