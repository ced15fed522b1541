import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAY_MS = 24 * 3_600_000;

/**
 * A new key with a self-signed certificate for localhost and 127.0.0.1, valid from yesterday for two days: tests need no
 * key that anybody else has, and no program that makes one.
 * @returns {{ key: string, certificate: string }} both PEM
 * @see RFC 5280 §4.1
 */
export function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from('localhost')))));
  const facts = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extension('2.5.29.17', sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1])))))),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', facts, privateKey)]));
  return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), certificate: pem(sequence(facts, ECDSA_SHA256, signature)) };
}

/** DER: tag, length, value. @param {number} tag @param {Buffer} value */
function tagged(tag, value) {
  const { length } = value;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), value]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), value]);
}

/** @param {Buffer[]} items */
function sequence(...items) {
  return tagged(0x30, Buffer.concat(items));
}

/** @param {Buffer} item */
function set(item) {
  return tagged(0x31, item);
}

/** @param {Buffer} bytes  big-endian, first bit 0 */
function integer(bytes) {
  return tagged(0x02, bytes);
}

/** @param {string} dotted */
function oid(dotted) {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** @param {number} number */
function base128(number) {
  const digits = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** @param {number} ms */
function time(ms) {
  return tagged(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}

/** @param {string} id @param {Buffer} value */
function extension(id, value) {
  return sequence(oid(id), tagged(0x04, value));
}

/** @param {Buffer} der */
function pem(der) {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
