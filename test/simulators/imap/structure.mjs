/** A plain MIME tree of a mail, enough for BODYSTRUCTURE and sections; not shared with any parser under test. */
export function structureOf(source, path = '') {
  const split = source.indexOf('\r\n\r\n');
  const header = split < 0 ? source : source.subarray(0, split + 4);
  const body = split < 0 ? Buffer.alloc(0) : source.subarray(split + 4);
  const fields = fieldsOf(header.toString('latin1'));
  const { value: mediaType, parameters } = parameterized(fields.get('content-type') ?? 'text/plain');
  const part = { path, header, body, mediaType, parameters, encoding: fields.get('content-transfer-encoding') ?? '7bit', children: [] };
  part.disposition = fields.has('content-disposition') ? parameterized(fields.get('content-disposition')) : undefined;
  if (mediaType.startsWith('multipart/') && parameters.boundary) {
    part.children = bodiesOf(body, parameters.boundary).map((child, index) => structureOf(child, path ? `${path}.${index + 1}` : `${index + 1}`));
  }
  return part;
}

/** BODYSTRUCTURE of RFC 3501 §7.4.2 with the extension data up to the disposition. */
export function bodyStructure(part) {
  const [type, subtype] = part.mediaType.split('/').map((text) => string(text ?? ''));
  if (part.children.length > 0) return `(${part.children.map(bodyStructure).join('')} ${subtype} ${list(part.parameters)} NIL NIL)`;
  const lines = part.mediaType.startsWith('text/') ? ` ${part.body.toString('latin1').split('\n').length}` : '';
  const disposition = part.disposition ? `(${string(part.disposition.value)} ${list(part.disposition.parameters)})` : 'NIL';
  return `(${type} ${subtype} ${list(part.parameters)} NIL NIL ${string(part.encoding)} ${part.body.length}${lines} NIL ${disposition} NIL)`;
}

/** Bytes of a section: "", HEADER, TEXT, 1, 1.2, 1.2.MIME; undefined for one that is not there. */
export function sectionOf(source, section) {
  if (section === '') return source;
  const root = structureOf(source);
  if (section === 'HEADER') return root.header;
  if (section === 'TEXT') return root.body;
  const mime = section.endsWith('.MIME');
  const path = mime ? section.slice(0, -5) : section;
  if (root.children.length === 0) return path === '1' && !mime ? root.body : undefined;
  const found = findPart(root, path);
  return found && (mime ? found.header : found.body);
}

function findPart(part, path) {
  return part.path === path ? part : part.children.map((child) => findPart(child, path)).find(Boolean);
}

function fieldsOf(text) {
  const fields = text.split(/\r\n(?![ \t])/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).replace(/\r\n[ \t]+/g, ' ').trim()]] : [];
  });
  return new Map(fields);
}

function parameterized(text) {
  const [value, ...rest] = text.split(';');
  const parameters = Object.fromEntries(rest.flatMap((part) => {
    const match = /^\s*([\w*-]+)\s*=\s*"?([^"]*)"?\s*$/.exec(part);
    return match ? [[match[1].toLowerCase(), match[2]]] : [];
  }));
  return { value: value.trim().toLowerCase(), parameters };
}

function bodiesOf(body, boundary) {
  const text = `\r\n${body.toString('latin1')}`;
  return text.split(`\r\n--${boundary}`).slice(1).filter((piece) => !piece.startsWith('--')).map((piece) => Buffer.from(piece.replace(/^[ \t]*\r\n/, ''), 'latin1'));
}

function string(text) {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function list(parameters) {
  const entries = Object.entries(parameters);
  return entries.length === 0 ? 'NIL' : `(${entries.map(([name, value]) => `${string(name)} ${string(value)}`).join(' ')})`;
}
