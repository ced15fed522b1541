import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/**
 * @typedef {object} Bomb  a mail that is made to hurt, and what must become of it
 * @property {string} name
 * @property {(subject: string) => string} make  raw bytes as latin1
 * @property {{ statedSize?: number, sentBytes?: number }} [delivery]  where the server lies of it, or sends what nobody holds
 * @property {string} [quarantine]  the reason's code; a contact when left out
 */

/** @type {readonly Bomb[]} */
export const BOMBS = [
  { name: '10,000 parts', make: (subject) => mixed(subject, `--b\r\n\r\nx\r\n`.repeat(10_000)) },
  { name: 'depth 1,000', make: (subject) => `${head(subject)}${nested(1_000)}` },
  { name: '10,000 headers', make: (subject) => `${head(subject)}${'X-A: b\r\n'.repeat(10_000)}\r\nhi\r\n` },
  { name: 'a header of 10 MB', make: (subject) => `${head(subject)}X-A: ${'x'.repeat(10 * MIB)}\r\n\r\nhi\r\n` },
  { name: '1 GB attached, as is said', make: (subject) => withFile(subject, 'YQ==\r\n'), delivery: { statedSize: GIB } },
  { name: '300 MB sent, 1 KB said', make: (subject) => withFile(subject, ''), delivery: { statedSize: 1_000, sentBytes: 300 * MIB } },
  { name: '20 MB attached', make: (subject) => withFile(subject, `${'QUJD'.repeat(19)}\r\n`.repeat(270_000)) },
  { name: 'base64 that is none', make: (subject) => withFile(subject, randomBytes(2 * MIB).toString('latin1').replace(/[\r\n]/g, '!')) },
  { name: 'zip of zips', make: (subject) => withFile(subject, zipped(zipped(zipped(Buffer.alloc(100 * MIB)))).toString('base64').replace(/.{76}/g, '$&\r\n'), 'a.zip') },
  { name: '100,000 elements inside each other', make: (subject) => `${head(subject)}Content-Type: text/html\r\n\r\n${'<div>'.repeat(100_000)}hi\r\n` },
  { name: 'text of 20 MB', make: (subject) => `${head(subject)}\r\n${'hello world\r\n'.repeat(1_600_000)}` },
  { name: 'text of 100 MB, as is said', make: (subject) => `${head(subject)}\r\n${'hello world\r\n'.repeat(50_000)}`, delivery: { statedSize: 100 * MIB } },
  { name: 'no mail at all', make: () => randomBytes(64 * 1024).toString('latin1').replaceAll(':', ';'), quarantine: 'not-understood' },
  { name: 'no bytes', make: () => '', quarantine: 'mail-not-handed-out' },
];

/** @param {string} subject also names the sender and the mail */
function head(subject) {
  return `From: Anna <${subject}@client.example>\r\nTo: sales@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@client.example>\r\nMIME-Version: 1.0\r\n`;
}

/** An ordinary mail beside the bombs. @param {string} subject */
export function goodMail(subject) {
  return `${head(subject)}Content-Type: text/plain; charset=utf-8\r\n\r\nHow much is a window of 2 by 3?\r\n`;
}

/** @param {string} subject @param {string} parts */
function mixed(subject, parts) {
  return `${head(subject)}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`;
}

/** @param {string} subject @param {string} content @param {string} [name] */
function withFile(subject, content, name = 'a.bin') {
  return mixed(subject, `--b\r\n\r\nsee the file\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n`);
}

/** @param {number} depth */
function nested(depth) {
  const levels = Array.from({ length: depth }, (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`);
  return `Content-Type: multipart/mixed; boundary=b0\r\n\r\n${levels.join('')}--b${depth}\r\n\r\nhi\r\n`;
}

/** A zip archive of one file (APPNOTE 4.3): local header, data, central directory. @param {Buffer} bytes @returns {Buffer} */
function zipped(bytes) {
  const name = Buffer.from('inner.zip');
  const data = deflateRawSync(bytes);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
