type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

const SPACE = /[ \t\n\r]*/y;
const ATOM = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * Finds where a text stops being JSON (RFC 8259); the engine's own error tells it only sometimes.
 * Walks without recursion, so depth doesn't matter.
 * @returns the text's length when it ends too soon, or is JSON after all
 */
export function jsonErrorAt(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const step = read(text, at, expected, open);
    if (!step.expected) return step.at;
    expected = step.expected;
    at = skip(SPACE, text, step.at);
  }
  return at;
}

/** Where the token ends and what may follow; without `expected`, where it is wrong. */
interface Read {
  readonly at: number;
  readonly expected?: Expected;
}

function read(text: string, at: number, expected: Expected, open: string[]): Read {
  const char = text[at] ?? '';
  const close = open.at(-1) === '{' ? '}' : ']';
  if (expected.endsWith('or-close') && char === close) {
    open.pop();
    return { at: at + 1, expected: afterValue(open) };
  }
  switch (expected) {
    case 'end':
      return { at };
    case 'colon':
      return char === ':' ? { at: at + 1, expected: 'value' } : { at };
    case 'comma-or-close':
      return char === ',' ? { at: at + 1, expected: close === '}' ? 'key' : 'value' } : { at };
    case 'key':
    case 'key-or-close':
      return char === '"' ? string(text, at, 'colon') : { at };
    default:
      return value(text, at, open);
  }
}

function value(text: string, at: number, open: string[]): Read {
  const char = text[at] ?? '';
  if (char === '{' || char === '[') {
    open.push(char);
    return { at: at + 1, expected: char === '{' ? 'key-or-close' : 'value-or-close' };
  }
  if (char === '"') return string(text, at, afterValue(open));
  const end = skip(ATOM, text, at);
  return end > at ? { at: end, expected: afterValue(open) } : { at };
}

function string(text: string, start: number, expected: Expected): Read {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\') {
      const end = skip(ESCAPE, text, at);
      if (end === at) return { at };
      at = end;
    } else if (text.charCodeAt(at) < 0x20) return { at };
    else at += 1;
  }
  return at < text.length ? { at: at + 1, expected } : { at };
}

function afterValue(open: readonly string[]): Expected {
  return open.length > 0 ? 'comma-or-close' : 'end';
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
