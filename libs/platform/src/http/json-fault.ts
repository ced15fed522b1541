type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'end';

const WHITESPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * Finds the first fault of a text that `JSON.parse` refused: engines word it differently and often without a position.
 * Works without recursion, so that no depth overflows the stack.
 * @returns UTF-16 index; undefined when the text is JSON
 */
export function findJsonFault(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expectation = 'value';
  let index = 0;

  const afterValue = (): Expectation => (open.length === 0 ? 'end' : 'comma-or-end');

  for (;;) {
    index = match(WHITESPACE, text, index) ?? index;
    const char = text[index];
    if (expected === 'end') return char === undefined ? undefined : index;
    if (char === undefined) return index;
    const closes = char === (open.at(-1) === '{' ? '}' : ']') && open.length > 0;

    if (closes && expected.endsWith('-or-end')) {
      open.pop();
      index++;
      expected = afterValue();
    } else if (expected === 'comma-or-end') {
      if (char !== ',') return index;
      index++;
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (expected === 'colon') {
      if (char !== ':') return index;
      index++;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key-or-end') {
      if (char !== '"') return index;
      const string = endOfString(text, index);
      index = string.index;
      if (!string.whole) return index;
      expected = 'colon';
    } else if (char === '{' || char === '[') {
      open.push(char);
      index++;
      expected = char === '{' ? 'key-or-end' : 'value-or-end';
    } else if (char === '"') {
      const string = endOfString(text, index);
      index = string.index;
      if (!string.whole) return index;
      expected = afterValue();
    } else {
      const end = match(LITERAL, text, index) ?? match(NUMBER, text, index);
      if (end === undefined) return index;
      index = end;
      expected = afterValue();
    }
  }
}

/** The index after the closing quote, or that of the first wrong character. */
function endOfString(text: string, start: number): { index: number; whole: boolean } {
  let index = start + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return { index: index + 1, whole: true };
    if (code < 0x20) return { index, whole: false };
    if (code === 0x5c) {
      const end = match(ESCAPE, text, index);
      if (end === undefined) return { index, whole: false };
      index = end;
    } else index++;
  }
  return { index, whole: false };
}

function match(pattern: RegExp, text: string, index: number): number | undefined {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
