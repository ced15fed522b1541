import { Problem } from '@tributary/platform';

/**
 * Refuses a path that means another one to the next server (`/f/..%2finternal`, `//host`): the door vouches for what it
 * passes on, so it must pass on exactly what it routed.
 * @throws Problem 400 `bad-url`
 */
export function requireSafePath(url: string): void {
  const path = url.split('?', 1)[0] ?? '';
  if (path.includes('\\') || path.includes('//') || decodings(path).some(climbs)) throw new Problem(400, 'bad-url');
}

/** The path as it is, decoded, and decoded twice: some servers do. */
function decodings(path: string): string[] {
  try {
    const once = decodeURIComponent(path);
    return [path, once, once.includes('%') ? decodeLoosely(once) : once];
  } catch (cause) {
    throw new Problem(400, 'bad-url', { cause });
  }
}

/** After one decoding a `%` may be a plain one. */
function decodeLoosely(text: string): string {
  return text.replace(/%(?:2e|2f|5c)/gi, (escaped) => decodeURIComponent(escaped));
}

function climbs(path: string): boolean {
  return path.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}
