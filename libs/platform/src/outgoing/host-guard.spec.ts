import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertHostAllowed, guardedAddressOf, guardedLookup, HostNotAllowedError, isAllowedAddress, isLoopback } from './host-guard.js';

const LOOPBACK = ['127.0.0.1', '127.1', '127.255.255.254', '2130706433', '0177.0.0.1', '017700000001', '0x7f000001', '0x7f.1', '0x7f.0x0.0x0.0x1', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::127.0.0.1', '::ffff:127.0.0.1', '[::ffff:7f00:1]', '::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1'];
const PRIVATE = ['10.1.2.3', '167837955', '0xa.1.2.3', '172.16.0.1', '192.168.0.1', '0300.0250.1', '100.64.0.1', 'fd00::1', 'fc00::1', 'fec0::1', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3'];
const NOBODYS = ['169.254.1.1', '2851995905', '0xa9fe0101', 'fe80::1', 'fe80::1%1', '::ffff:169.254.1.1', '64:ff9b::169.254.1.1', '64:ff9b:1::169.254.1.1', '0.0.0.0', '0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255'];
const METADATA = ['169.254.169.254', '[::ffff:169.254.169.254]', 'fd00:ec2::254', 'fd00:0ec2:0:0:0:0:0:254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16', '64:ff9b::168.63.129.16'];
const PUBLIC = ['8.8.8.8', '2a00:1450:4010:c05::71', '[2a00:1450:4010:c05::71]', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'];
/** Ways to IPv4 through somebody's translator, and what nobody routes. */
const ODD = ['2002:7f00:1::', '2002:808:808::', '2001:0:7f00:1::', '64:ff9b:1::8.8.8.8', '::ffff:0:8.8.8.8', '240.0.0.1', '198.18.0.1', '2001:db8::1'];

describe('what somebody else named', () => {
  it.each([...LOOPBACK, ...PRIVATE, ...NOBODYS, ...METADATA, ...ODD])('never leads to %s', (address) => {
    expect(isAllowedAddress(address, 'internet')).toBe(false);
    expect(() => assertHostAllowed(address, 'internet')).toThrow(HostNotAllowedError);
  });

  it.each(PUBLIC)('leads to %s', (address) => {
    expect(isAllowedAddress(address, 'internet')).toBe(true);
    assertHostAllowed(address, 'internet');
  });
});

describe('what an administrator set', () => {
  it.each([...LOOPBACK, ...PRIVATE, ...PUBLIC])('leads to %s', (address) => expect(isAllowedAddress(address, 'network')).toBe(true));

  it.each([...NOBODYS, ...METADATA])('never leads to %s', (address) => {
    expect(isAllowedAddress(address, 'network')).toBe(false);
    expect(() => assertHostAllowed(address, 'network')).toThrow(HostNotAllowedError);
  });
});

describe('a loopback address', () => {
  it.each([...LOOPBACK.filter((each) => !/^::ffff:0:|^64:/.test(each)), 'localhost', 'mail.localhost'])('is %s', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['10.0.0.1', 'localhost.example', '2a00::1', '64:ff9b::7f00:1'])('is not %s', (host) => expect(isLoopback(host)).toBe(false));
});

/** A name server that says something else each time, as for a name that is rebound. */
function answers(...rounds: readonly (readonly string[])[]): LookupFunction {
  let round = 0;
  return (_name, { all }, callback) => {
    const found = rounds[Math.min(round++, rounds.length - 1)]!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

describe('a connection by a name', () => {
  const server = createServer((_, response) => response.writeHead(302, { location: '/again' }).end());
  let port: number;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** What came of it: the status, or the error's code. */
  async function ask(host: string, lookup: LookupFunction): Promise<number | string | undefined> {
    const asked = request({ host, port, lookup, agent: false }).end();
    try {
      const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];
      return statusCode;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    } finally {
      asked.destroy();
    }
  }

  it('goes to the address that was looked at, whatever the name means a moment later', async () => {
    expect(await ask('relay.example', guardedLookup('network', answers(['127.0.0.1'], ['169.254.169.254'])))).toBe(302);
  });

  it('is not made when the name means a private address by now', async () => {
    const lookup = guardedLookup('internet', answers(['8.8.8.8'], ['127.0.0.1']));
    const first = await new Promise((resolve) => lookup('shop.example', {}, (_, address) => resolve(address)));
    expect(first).toBe('8.8.8.8');
    expect(await ask('shop.example', lookup)).toBe('ERR_HOST_NOT_ALLOWED');
  });

  it('is not made when one of several addresses is a private one', async () => {
    expect(await ask('shop.example', guardedLookup('internet', answers(['8.8.8.8', '::1'])))).toBe('ERR_HOST_NOT_ALLOWED');
  });

  it.each(['localhost', 'localhost.', '127.0.0.1.', '0x7f.1', '2130706433'])('is not made to %s', async (host) => {
    // Some of these are names to one resolver and addresses to another: whichever, nobody connects.
    expect(['ERR_HOST_NOT_ALLOWED', 'ENOTFOUND', 'EAI_AGAIN']).toContain(await ask(host, guardedLookup('internet')));
  });

  it('passes on what the resolver says', async () => {
    const failing: LookupFunction = (_name, _options, callback) => callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '');
    const socket = connect({ host: 'nobody.example', port, lookup: guardedLookup('internet', failing) });
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('is given the address in place of the name where somebody else makes it', async () => {
    expect(await guardedAddressOf('[::1]', 'network')).toEqual({ address: '::1', family: 6 });
    await expect(guardedAddressOf('127.0.0.1', 'internet')).rejects.toBeInstanceOf(HostNotAllowedError);
    await expect(guardedAddressOf('localhost', 'internet')).rejects.toBeInstanceOf(HostNotAllowedError);
  });
});
