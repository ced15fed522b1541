const QUOTES = /^>+/;

/**
 * Joins soft-broken lines (RFC 3676): a line that ends with a space goes on in the next one of the same quote depth.
 * The signature's "-- " never does.
 */
export function unflow(text: string, deleteSpace: boolean): string {
  const joined: string[] = [];
  let openDepth = -1;
  for (const line of text.split('\n')) {
    const depth = QUOTES.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    const isSignature = content === '-- ';
    if (openDepth === depth && !isSignature) joined[joined.length - 1] += content;
    else joined.push(depth > 0 ? `${'>'.repeat(depth)} ${content}` : content);
    const soft = content.endsWith(' ') && !isSignature;
    if (soft && deleteSpace) joined[joined.length - 1] = joined.at(-1)!.slice(0, -1);
    openDepth = soft ? depth : -1;
  }
  return joined.join('\n');
}
