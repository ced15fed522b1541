const OPENING = /[[{]/;
const CLOSING = /[\]}]/;

/**
 * The elements of an array that is a member of an object, each as it stands there: what is kept for proof and for a later look is what
 * the provider said, not our spelling of it.
 * @param json  valid JSON, an object
 * @returns none when there is no such array
 */
export function memberSlices(json: string, member: string): string[] {
  const start = startOfMember(json, member);
  return start === undefined || json[start] !== '[' ? [] : elements(json, start);
}

function startOfMember(json: string, member: string): number | undefined {
  for (const { begin, end } of items(json, json.indexOf('{'))) {
    const colon = skipBlank(json, endOfValue(json, begin));
    if (JSON.parse(json.slice(begin, endOfValue(json, begin))) === member && colon < end) return skipBlank(json, colon + 1);
  }
  return undefined;
}

function elements(json: string, start: number): string[] {
  return items(json, start).map(({ begin, end }) => json.slice(begin, end).trimEnd());
}

/** What stands between the commas of an array or object. */
function items(json: string, start: number): { begin: number; end: number }[] {
  const found: { begin: number; end: number }[] = [];
  let at = skipBlank(json, start + 1);
  while (at < json.length && !CLOSING.test(json[at]!)) {
    const begin = at;
    while (at < json.length && json[at] !== ',' && !CLOSING.test(json[at]!)) at = OPENING.test(json[at]!) || json[at] === '"' ? endOfValue(json, at) : at + 1;
    found.push({ begin, end: at });
    if (json[at] === ',') at = skipBlank(json, at + 1);
  }
  return found;
}

/** After a string, array or object that begins here. */
function endOfValue(json: string, start: number): number {
  if (json[start] === '"') return endOfString(json, start);
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const char = json[at]!;
    if (char === '"') at = endOfString(json, at) - 1;
    else if (OPENING.test(char)) depth += 1;
    else if (CLOSING.test(char) && --depth === 0) return at + 1;
  }
  return json.length;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlank(json: string, from: number): number {
  let at = from;
  while (/\s/.test(json[at] ?? '')) at += 1;
  return at;
}
