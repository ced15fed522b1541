/**
 * Plain text of text/enriched (RFC 1896): commands go, with their parameters, "<<" is "<", and of line ends in a row the
 * first one only wraps.
 */
export function plainOfEnriched(text: string): string {
  return text
    .replace(/<<|<param>[^<]{0,500}<\/param>|<\/?[a-z][a-z0-9-]{0,60}>/gi, (found) => (found === '<<' ? '<' : ''))
    .replace(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)));
}
