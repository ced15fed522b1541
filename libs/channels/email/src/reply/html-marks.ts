/** What the HTML of a mail marks as not the sender's words of now. */
export interface HtmlMarks {
  /** Attributions in whatever language, without spaces. */
  readonly attributions: ReadonlySet<string>;
  /** First line of the signature, without spaces. */
  readonly signature?: string;
}

const attributionMarks = ['gmail_attr', 'moz-cite-prefix', 'moz-email-headers-table'];
const signatureMarks = ['gmail_signature', 'moz-signature', 'id="Signature"', 'AppleMailSignature', 'ms-outlook-mobile-signature', 'data-signatureblock="true"'];
const mostTagChars = 500;
const mostMarkupChars = 4_000;
const mostTags = 4;
const mostTries = 50;

/** Reads the marks that Gmail, Thunderbird, Outlook and Apple Mail leave. */
export function htmlMarks(html: string | undefined): HtmlMarks {
  if (html === undefined) return { attributions: new Set() };
  const attributions = new Set(attributionMarks.flatMap((mark) => tagEnds(html, mark)).map((end) => textsAt(html, end, attributionEnd).join('')));
  for (const text of attributions) if (text.length < 8 || text.length > 320) attributions.delete(text);
  const signed = signatureMarks.flatMap((mark) => tagEnds(html, mark)).sort((a, b) => a - b)[0];
  const signature = signed === undefined ? undefined : textsAt(html, signed, /<blockquote/i).find((line) => /[\p{L}\d]/u.test(line));
  return { attributions, ...(signature && { signature }) };
}

const attributionEnd = /<\/(?:div|p|span)>|<blockquote/i;

/** Where the first tags end that bear a mark among their attributes; style sheets that name it don't count. */
function tagEnds(html: string, mark: string): number[] {
  const ends: number[] = [];
  for (let at = html.indexOf(mark), tries = 0; at >= 0 && tries < mostTries && ends.length < mostTags; at = html.indexOf(mark, at + 1), tries++) {
    const before = html.slice(Math.max(at - mostTagChars, 0), at);
    const end = html.slice(at, at + mostTagChars).indexOf('>');
    if (end >= 0 && /<[a-z][^<>]*$/i.test(before)) ends.push(at + end + 1);
  }
  return ends;
}

/** Text lines of markup from a place up to an end, spaces taken out. */
function textsAt(html: string, from: number, until: RegExp): string[] {
  const markup = html.slice(from, from + mostMarkupChars);
  const end = markup.search(until);
  return markup
    .slice(0, end < 0 ? undefined : end)
    .replace(/\s+/g, ' ')
    .split(/<(?:br|\/?div|\/?p|\/?tr|\/?td|\/?table|\/?li)\b[^<>]{0,500}>/i)
    .map((line) => decoded(line.replace(/<[^<>]{0,2000}>/g, '')).replace(/[\s\u00a0\u200b-\u200f\ufeff]+/g, ''));
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ', apos: "'", laquo: '«', raquo: '»', mdash: '—', ndash: '–' };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w{1,10}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
