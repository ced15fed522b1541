/** Of the kept raw part of a multipart body: its text fields and the hashes of its files, as JSON `{ fields, files }`. */
export const MULTIPART_PARTS = 'application/vnd.tributary.multipart+json';

/** A Content-Type header, read as RFC 9110 §8.3 writes it. */
export interface MediaType {
  /** Lower-case type/subtype; empty when there is none. */
  readonly essence: string;
  readonly charset?: string;
  readonly boundary?: string;
}

export function readMediaType(header: string | undefined): MediaType {
  const [essence = '', ...parameters] = (header ?? '').split(';');
  const named = new Map<string, string>();
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split(/=(.*)/s);
    named.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/s, '$1'));
  }
  return { essence: essence.trim().toLowerCase(), charset: named.get('charset')?.toLowerCase(), boundary: named.get('boundary') };
}
