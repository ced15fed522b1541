/**
 * Cuts a byte stream into IMAP commands: lines, with literals joined in as quoted text would be.
 * Calls back for each command, and when a literal needs the server's consent to be sent.
 */
export class CommandReader {
  buffer = Buffer.alloc(0);
  parts = [];
  literalBytes = 0;

  constructor({ onCommand, onLiteral }) {
    this.onCommand = onCommand;
    this.onLiteral = onLiteral;
  }

  push(chunk) {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    while (this.literalBytes > 0 ? this.takeLiteral() : this.takeLine());
  }

  /** What was read and not used, for a change of the transport. */
  rest() {
    const rest = this.buffer;
    this.buffer = Buffer.alloc(0);
    return rest;
  }

  takeLiteral() {
    if (this.buffer.length < this.literalBytes) return false;
    this.parts.push(quote(this.buffer.subarray(0, this.literalBytes).toString('latin1')));
    this.buffer = this.buffer.subarray(this.literalBytes);
    this.literalBytes = 0;
    return true;
  }

  takeLine() {
    const end = this.buffer.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.buffer.subarray(0, end).toString('latin1');
    this.buffer = this.buffer.subarray(end + 2);
    const literal = /\{(\d+)(\+?)\}$/.exec(line);
    this.parts.push(literal ? line.slice(0, literal.index) : line);
    if (literal) {
      this.literalBytes = Number(literal[1]);
      if (!literal[2]) this.onLiteral();
      if (this.literalBytes === 0) this.parts.push('""');
    } else {
      this.onCommand(this.parts.splice(0).join(''));
    }
    return true;
  }
}

export function quote(text) {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Splits arguments into atoms, strings and lists; a bracketed section stays in its atom. */
export function parseArguments(text) {
  let at = 0;
  const parseList = (end) => {
    const items = [];
    while (at < text.length && text[at] !== end) {
      if (text[at] === ' ') at++;
      else if (text[at] === '(') {
        at++;
        items.push(parseList(')'));
        at++;
      } else if (text[at] === '"') items.push(parseQuoted());
      else items.push(parseAtom());
    }
    return items;
  };
  const parseQuoted = () => {
    let value = '';
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++;
      value += text[at];
    }
    at++;
    return value;
  };
  const parseAtom = () => {
    const begin = at;
    let depth = 0;
    while (at < text.length && (depth > 0 || !' ()'.includes(text[at]))) {
      if (text[at] === '[') depth++;
      if (text[at] === ']') depth--;
      at++;
    }
    return text.slice(begin, at);
  };
  return parseList('');
}
