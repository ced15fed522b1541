/** What a mail may say of its own looks: nothing that loads, moves over other content or runs. */
const ALLOWED = new Set([
  'color', 'background-color', 'font', 'font-family', 'font-size', 'font-style', 'font-weight', 'font-variant', 'line-height', 'letter-spacing', 'text-align',
  'text-decoration', 'text-indent', 'text-transform', 'vertical-align', 'white-space', 'direction', 'list-style-type', 'width', 'max-width', 'min-width', 'height',
  'max-height', 'border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-color', 'border-style', 'border-width', 'border-collapse',
  'border-spacing', 'border-radius', 'padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'margin', 'margin-top', 'margin-right',
  'margin-bottom', 'margin-left', 'display', 'table-layout', 'word-break', 'overflow-wrap', 'word-wrap',
]);
/** No url(), no escapes, no comments, no functions but colours. */
const PLAIN_VALUE = /^(?:[\w\s#%.,'"!+-]|rgba?\([\d\s.,%]{1,40}\)){1,200}$/i;
const HIDING = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const NO_SIZE = /(?:^|;)\s*(?:font-size|max-height|line-height)\s*:\s*0(?:px|pt|em|%)?\s*(?:!important)?\s*(?:;|$)/i;
const CLIPPED = /(?:^|;)\s*overflow\s*:\s*hidden/i;

export interface ReadStyle {
  readonly safe: string;
  readonly hidden: boolean;
}

/** Reads styles of one mail: the same one stands on hundreds of its elements, and is read once. */
export function styleReader(): (style: string) => ReadStyle {
  const known = new Map<string, ReadStyle>();
  return (style) => {
    const found = known.get(style);
    if (found) return found;
    const read = { safe: safeStyle(style), hidden: isHidden(style) };
    known.set(style, read);
    return read;
  };
}

/** @returns the declarations that are harmless; "" for none */
function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.slice(0, 4_000).split(';')) {
    const colon = declaration.indexOf(':');
    const value = declaration.slice(colon + 1).trim();
    if (colon > 0 && ALLOWED.has(declaration.slice(0, colon).trim().toLowerCase()) && PLAIN_VALUE.test(value)) kept.push(`${declaration.slice(0, colon).trim()}:${value}`);
  }
  return kept.join(';');
}

/** Not shown to the reader: preheaders of newsletters, tracking text. */
function isHidden(style: string): boolean {
  return HIDING.test(style) || (NO_SIZE.test(style) && (CLIPPED.test(style) || /font-size\s*:\s*0/i.test(style)));
}
