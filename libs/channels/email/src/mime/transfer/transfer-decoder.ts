import { Base64Decoder } from './base64-decoder.js';
import { QuotedPrintableDecoder } from './quoted-printable-decoder.js';
import { UuDecoder } from './uu-decoder.js';

/** Undoes a Content-Transfer-Encoding, chunk by chunk; never fails, says afterwards whether something was wrong. */
export interface TransferDecoder {
  readonly damaged: boolean;
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

/** @returns nothing for an encoding that nobody knows; its bytes are taken as they are */
export function transferDecoder(encoding: string): TransferDecoder | undefined {
  switch (encoding) {
    case 'base64':
      return new Base64Decoder();
    case 'quoted-printable':
      return new QuotedPrintableDecoder();
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return new UuDecoder();
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return IDENTITY;
    default:
      return undefined;
  }
}

const NOTHING = Buffer.alloc(0);
export const IDENTITY: TransferDecoder = { damaged: false, write: (bytes) => bytes, end: () => NOTHING };
