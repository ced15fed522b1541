/** How the answer must say where the fault is: a byte position, a named field, or only what is wrong with the whole. */
export type Place = 'byte' | { readonly field: RegExp } | 'whole';

export interface BadBody {
  readonly name: string;
  readonly body: string | Buffer;
  readonly place: Place;
}

const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

/** Never JSON that anybody may take, whatever the route. */
export const NO_JSON: readonly BadBody[] = [
  { name: 'nothing', body: '', place: 'whole' },
  { name: 'blanks', body: '   \n\t', place: 'byte' },
  { name: 'a word', body: 'hello', place: 'byte' },
  { name: 'an object that never ends', body: '{"name": "A"', place: 'byte' },
  { name: 'a string that never ends', body: '{"name": "A', place: 'byte' },
  { name: 'a comma too many', body: '{"name": "A",}', place: 'byte' },
  { name: 'no comma', body: '{"name": "A" "phone": "1"}', place: 'byte' },
  { name: 'single quotes', body: "{'name': 'A'}", place: 'byte' },
  { name: 'a key without quotes', body: '{name: "A"}', place: 'byte' },
  { name: 'two values', body: '{"name":"A"}{"name":"B"}', place: 'byte' },
  { name: 'a comment', body: '{"name": /* A */ "A"}', place: 'byte' },
  { name: 'NaN', body: '{"name": NaN}', place: 'byte' },
  { name: 'a leading zero', body: '{"name": 01}', place: 'byte' },
  { name: 'a bad escape', body: '{"name": "\\x41"}', place: 'byte' },
  { name: 'a cut unicode escape', body: '{"name": "\\u00"}', place: 'byte' },
  { name: 'a raw line feed in a string', body: '{"name": "A\nB"}', place: 'byte' },
  { name: 'a raw NUL in a string', body: '{"name": "A\0B"}', place: 'byte' },
  { name: 'a NUL after the end', body: '{"name": "A"}\0', place: 'byte' },
  { name: 'XML', body: '<?xml version="1.0"?><name>A</name>', place: 'byte' },
  { name: 'gzip', body: Buffer.from('1f8b0800000000000003ab564acc4dcd2b5152d0510000', 'hex'), place: 'byte' },
  { name: 'UTF-16', body: Buffer.from('{"name":"A"}', 'utf16le'), place: 'byte' },
  { name: 'a broken UTF-8 sequence', body: Buffer.concat([Buffer.from('{"name": "A'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), place: 'byte' },
  { name: 'an overlong UTF-8 sequence', body: Buffer.concat([Buffer.from('{"name": "'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]), place: 'byte' },
  { name: 'a surrogate in UTF-8', body: Buffer.concat([Buffer.from('{"name": "'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]), place: 'byte' },
  { name: 'windows-1251', body: Buffer.concat([Buffer.from('{"name": "'), Buffer.from([0xc0, 0xed, 0xed, 0xe0]), Buffer.from('"}')]), place: 'byte' },
  { name: 'arrays 10,000 deep', body: `{"name": ${nested(10_000, '[', ']')}}`, place: 'byte' },
  { name: 'objects 10,000 deep', body: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, place: 'byte' },
  { name: 'arrays 100,000 deep that never end', body: '['.repeat(100_000), place: 'byte' },
  { name: '__proto__', body: '{"name": "A", "phone": "+79161234567", "__proto__": {"admin": true}}', place: 'byte' },
  { name: '__proto__ with escapes', body: '{"name": "A", "phone": "+79161234567", "\\u005f_proto__": {"admin": true}}', place: 'byte' },
  { name: 'constructor.prototype', body: '{"name": "A", "phone": "+79161234567", "constructor": {"prototype": {"admin": true}}}', place: 'byte' },
];

/** JSON, but no object. */
export const NO_OBJECT: readonly BadBody[] = ['null', 'true', '1', '"text"', '[]', '[{"name":"A","phone":"+79161234567"}]', '1e999', '-0'].map((body) => ({
  name: `the JSON value ${body}`,
  body,
  place: 'whole',
}));

const form = (name: string, value: unknown, field: RegExp): BadBody => ({
  name,
  body: JSON.stringify({ name: 'A', phone: '+7 916 123-45-67', ...(value as object) }),
  place: { field },
});

/** Objects whose fields can't be a form's. */
export const NO_FORM: readonly BadBody[] = [
  { name: 'an empty object', body: '{}', place: 'whole' },
  form('an object for a phone', { phone: { $gt: '' } }, /phone/),
  form('an array of objects for a phone', { phone: [{}] }, /phone/),
  form('a phone of letters', { phone: 'call me' }, /phone/),
  form('a phone of 1,000 digits', { phone: '7'.repeat(1_000) }, /phone/),
  form('an object for a mail', { email: { a: 1 } }, /email/),
  form('a mail without a domain', { email: 'anna@' }, /email/),
  form('a mail with a line feed', { email: 'anna@example.com\r\nBcc: all@example.com' }, /email/),
  form('an object for a name', { name: { first: 'A' } }, /name/),
  form('NUL in a name', { name: 'A\u0000B' }, /name/),
  form('NUL in a message', { message: 'A\u0000B' }, /message/),
  form('a message of 900 KB', { message: 'x'.repeat(900_000) }, /message/),
  { name: '10,000 fields', body: JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`field${n}`, 'x']))), place: 'whole' },
  form('a field name of 10,000 characters', { ['k'.repeat(10_000)]: 'x' }, /./),
  form('a field name with NUL', { 'a\u0000b': 'x' }, /./),
];
