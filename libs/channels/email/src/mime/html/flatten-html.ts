const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})[^<>]*>/g;
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
/** Their next sibling ends them: unclosed ones stand beside each other. */
const ENDED_BY_SIBLING = new Set(['p', 'li', 'dt', 'dd', 'option', 'optgroup']);

/**
 * Leaves out tags that stand deeper than `maxDepth`, keeping their text: HTML parsers pay for depth with time and stack.
 * One linear scan; ordinary HTML comes back as it is.
 */
export function flattenHtml(html: string, maxDepth: number): { readonly html: string; readonly flattened: boolean } {
  let depth = 0;
  let flattened = false;
  const kept = html.replace(TAG, (tag: string, slash: string, name: string) => {
    const lower = name.toLowerCase();
    if (VOID.has(lower) || ENDED_BY_SIBLING.has(lower)) return tag;
    if (slash) {
      const tooDeep = depth > maxDepth;
      depth = Math.max(0, depth - 1);
      return tooDeep ? '' : tag;
    }
    depth++;
    if (depth <= maxDepth) return tag;
    flattened = true;
    return '';
  });
  return flattened ? { html: kept, flattened } : { html, flattened };
}
