import type { TransferDecoder } from './transfer-decoder.js';

/** Streaming base64: white space and foreign characters are skipped, a group may be cut anywhere, padding may be missing. */
export class Base64Decoder implements TransferDecoder {
  damaged = false;
  private rest = '';

  write(bytes: Buffer): Buffer {
    const groups = (this.rest + this.onlyAlphabet(bytes.toString('latin1'))).split(/=+/);
    const open = groups.pop()!;
    const whole = open.length - (open.length % 4);
    this.rest = open.slice(whole);
    const last = Buffer.from(open.slice(0, whole), 'base64');
    // Padding ends a group: what follows it begins anew (joined base64 texts).
    return groups.length === 0 ? last : Buffer.concat([...groups.map((group) => Buffer.from(group, 'base64')), last]);
  }

  end(): Buffer {
    const last = Buffer.from(this.rest, 'base64');
    this.rest = '';
    return last;
  }

  private onlyAlphabet(text: string): string {
    const unspaced = text.replace(/[\r\n\t ]+/g, '');
    if (!/[^A-Za-z0-9+/=]/.test(unspaced)) return unspaced;
    this.damaged = true;
    return unspaced.replace(/[^A-Za-z0-9+/=]+/g, '');
  }
}
