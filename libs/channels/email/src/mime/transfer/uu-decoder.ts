import { Base64Decoder } from './base64-decoder.js';
import type { TransferDecoder } from './transfer-decoder.js';

/** A line of uuencode has 45 bytes, 61 characters; what is longer is none. */
const MAX_LINE_CHARS = 100;

/** A line that base64 has and uuencode hasn't: small letters among 40 characters or more. */
const BASE64_LINE = /^(?=.*[a-z])[A-Za-z0-9+/]{40,}={0,2}$/;

/** Streaming uuencode, between "begin" and "end"; base64 where the label is wrong and there is no "begin". */
export class UuDecoder implements TransferDecoder {
  damaged = false;
  private rest = '';
  private inside = false;
  private instead: Base64Decoder | undefined;

  write(bytes: Buffer): Buffer {
    const lines = (this.rest + bytes.toString('latin1')).split('\n');
    this.rest = lines.pop()!.slice(0, MAX_LINE_CHARS);
    return Buffer.concat(lines.map((line) => this.line(line.trimEnd())));
  }

  end(): Buffer {
    const last = this.line(this.rest.trimEnd());
    this.damaged ||= this.inside || this.instead !== undefined;
    return this.instead ? Buffer.concat([last, this.instead.end()]) : last;
  }

  private line(line: string): Buffer {
    if (!this.inside && BASE64_LINE.test(line)) this.instead ??= new Base64Decoder();
    if (this.instead) return this.instead.write(Buffer.from(line, 'latin1'));
    if (!this.inside) this.inside = line.startsWith('begin ');
    else if (line === 'end') this.inside = false;
    else return decodeLine(line);
    return Buffer.alloc(0);
  }
}

function decodeLine(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63;
  const output = Buffer.alloc(Math.ceil(Math.min(length, MAX_LINE_CHARS) / 3) * 3);
  const six = (index: number) => (index < line.length ? (line.charCodeAt(index) - 32) & 63 : 0);
  for (let at = 0, from = 1; at < length; at += 3, from += 4) {
    const bits = (six(from) << 18) | (six(from + 1) << 12) | (six(from + 2) << 6) | six(from + 3);
    output.writeUIntBE(bits, at, 3);
  }
  return output.subarray(0, length);
}
