/** One `Authentication-Results` field, read. */
export interface AuthResults {
  /** Lower-case; "" when the receiver names none, as Microsoft's does. */
  readonly authservId: string;
  readonly methods: readonly MethodResult[];
}

export interface MethodResult {
  /** Lower-case: "spf", "dkim", "dmarc", "arc", ... */
  readonly method: string;
  /** Lower-case: "pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror", ... */
  readonly result: string;
  /** By lower-case `ptype.property`, such as "header.from"; the first of a name counts. */
  readonly properties: ReadonlyMap<string, string>;
}

const MAX_CHARS = 16_384;
const MAX_METHODS = 50;

/**
 * Reads the value of an `Authentication-Results` field, unfolded. What doesn't follow the grammar is left out.
 * @see RFC 8601 §2.2
 */
export function parseAuthResults(value: string): AuthResults {
  const [first = [], ...rest] = split(value.slice(0, MAX_CHARS));
  const head = first.filter((token) => token !== '=');
  // A name alone, maybe with a version behind it; Microsoft starts with the first result.
  const named = !first.includes('=');
  const methods = (named ? rest : [first, ...rest]).slice(0, MAX_METHODS).flatMap(methodOf);
  return { authservId: named ? (head[0] ?? '').toLowerCase() : '', methods };
}

/** `method [/ version] = result *( ptype . property = value )`; "none" alone says that nothing was checked. */
function methodOf(tokens: readonly string[]): MethodResult[] {
  const at = tokens.indexOf('=');
  const method = (tokens[0] ?? '').replace(/\/.*$/, '').toLowerCase();
  const result = (tokens[at + 1] ?? '').toLowerCase();
  if (at < 1 || !/^[a-z][\w-]*$/.test(method) || !/^[a-z]+$/.test(result)) return [];
  const properties = new Map<string, string>();
  for (let index = at + 2; index + 2 < tokens.length; index += 1) {
    const name = (tokens[index] ?? '').toLowerCase();
    if (tokens[index + 1] !== '=' || name === '=') continue;
    const property = tokens[index + 2] ?? '';
    if (property !== '=' && !properties.has(name)) properties.set(name, property);
    index += 2;
  }
  return [{ method, result, properties }];
}

/** Tokens by section: words, quoted strings without their quotes, "="; comments, which nest, are dropped. */
function split(value: string): string[][] {
  const sections: string[][] = [[]];
  let word = '';
  const end = (): void => {
    if (word !== '') sections.at(-1)?.push(word);
    word = '';
  };
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '(') {
      end();
      at = endOfComment(value, at);
    } else if (char === '"') {
      const close = endOfQuoted(value, at);
      word += value.slice(at + 1, close).replace(/\\(.)/gsu, '$1');
      at = close;
    } else if (char === ';') {
      end();
      sections.push([]);
    } else if (char === '=') {
      end();
      sections.at(-1)?.push('=');
    } else if (/\s/.test(char)) end();
    else word += char;
  }
  end();
  return sections;
}

function endOfComment(value: string, start: number): number {
  let depth = 0;
  for (let at = start; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '(') depth += 1;
    else if (char === ')' && (depth -= 1) === 0) return at;
  }
  return value.length;
}

function endOfQuoted(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '"') return at;
  }
  return value.length;
}
