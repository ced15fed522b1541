/** Members that form encodings carry as JSON strings. */
const JSON_START = /^\s*[[{]/;

/**
 * Parameters of a call, wherever they stand: query, urlencoded, JSON or multipart (files become `{ name, type, bytes }`).
 * @param {URL} url @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} body
 */
export async function readParams(url, headers, body) {
  const params = fromPairs(url.searchParams);
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { ...params, ...JSON.parse(body.toString() || '{}') };
  if (type.startsWith('application/x-www-form-urlencoded')) return { ...params, ...fromPairs(new URLSearchParams(body.toString())) };
  if (!type.startsWith('multipart/form-data')) return params;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form) {
    params[name] = typeof value === 'string' ? decoded(value) : { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return params;
}

function fromPairs(pairs) {
  return Object.fromEntries([...pairs].map(([name, value]) => [name, decoded(value)]));
}

function decoded(value) {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  if (value === 'true' || value === 'false') return value === 'true';
  if (!JSON_START.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
