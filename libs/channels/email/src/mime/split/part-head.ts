import { parseParameters } from '../header/parameters.js';
import { HeaderFields } from '../header/header-fields.js';
import type { RawHeader } from '../header/header-reader.js';
import type { Problems } from '../problems.js';

/** What the head of a part says of it. */
export interface PartHead {
  readonly fields: HeaderFields;
  /** Lower-case `type/subtype`; text/plain where nothing usable is said. */
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Lower-case; "" when missing. */
  readonly disposition: string;
  /** As the sender named it; "" when not. */
  readonly fileName: string;
  /** Lower-case Content-Transfer-Encoding. */
  readonly encoding: string;
  /** Without brackets; "" when missing. */
  readonly contentId: string;
}

const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+-]{1,120}$/;

/** @param defaultType  what a part without Content-Type is: message/rfc822 within a digest */
export function partHead(rawHeaders: readonly RawHeader[], defaultType: string, problems: Problems): PartHead {
  let charset = '';
  const fields = new HeaderFields(rawHeaders, () => charset);
  const type = parseParameters(fields.encoded('content-type'));
  charset = type.parameters.get('charset') ?? '';
  const disposition = parseParameters(fields.encoded('content-disposition'));
  return {
    fields,
    mediaType: usableType(type.value, defaultType, problems),
    parameters: type.parameters,
    disposition: disposition.value.startsWith('attach') ? 'attachment' : disposition.value,
    fileName: disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '',
    encoding: usableEncoding(fields.encoded('content-transfer-encoding')),
    contentId: fields.encoded('content-id').replace(/[<>\s]/g, ''),
  };
}

/** Spellings that are met: "7-bit", "quoted printable", "base64;". */
function usableEncoding(declared: string): string {
  const encoding = declared.replace(/\([^()]*\)/g, '').split(';')[0]!.replace(/["']/g, '').trim().toLowerCase();
  if (/^[78][ -]?bits?$/.test(encoding)) return '8bit';
  if (/^quoted[ _-]?printable$/.test(encoding)) return 'quoted-printable';
  return /^base[ _-]?64$/.test(encoding) ? 'base64' : encoding;
}

function usableType(value: string, defaultType: string, problems: Problems): string {
  if (value === '') return defaultType;
  if (MEDIA_TYPE.test(value)) return value;
  if (value === 'text' || value === 'plain') return 'text/plain';
  if (value === 'html') return 'text/html';
  problems.add('content-type-damaged', value);
  return defaultType;
}
