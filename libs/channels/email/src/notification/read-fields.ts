import { ownLines } from '../automatic/plain-words.js';
import { isLabel, roleOfLabel, type LabelRole } from './label-role.js';

/** One field of a form, as the notification tells it. */
export interface NotificationField {
  readonly label: string;
  /** At most 4,000 characters; lines end with "\n". */
  readonly value: string;
}

export interface LabelledField extends NotificationField {
  readonly role: LabelRole | undefined;
}

export interface FieldsOfText {
  readonly fields: readonly LabelledField[];
  /** Of the lines that aren't empty, those which belong to fields: 0 to 1. */
  readonly share: number;
  /** Lines of prose before the first field whose label is known; a long line counts as the lines it would fill. */
  readonly proseBefore: number;
}

const MAX_TEXT_CHARS = 60_000;
const MAX_LINES = 1_000;
const MAX_LINE_CHARS = 2_000;
const MAX_VALUE_CHARS = 4_000;
const LINE_CHARS = 120;
const MAX_FIELDS = 100;

/** Reads, above any quoted mail, "label: value", "label | value", and a label with its value on the next line. */
export function readFields(text: string): FieldsOfText {
  const reader = new FieldReader();
  for (const line of ownLines(text.slice(0, MAX_TEXT_CHARS).split('\n', MAX_LINES))) {
    reader.take(line.slice(0, MAX_LINE_CHARS).trimEnd().replace(/^[\s|]+/u, ''));
  }
  return reader.result();
}

interface OpenField {
  readonly label: string;
  readonly role: LabelRole | undefined;
  lines: string[];
  /** More lines may follow: nothing was said yet, or it is a text. */
  open: boolean;
}

class FieldReader {
  readonly #fields: OpenField[] = [];
  #fieldLines = 0;
  #known = false;
  #proseLines = 0;
  #proseBefore = 0;

  take(line: string): void {
    const last = this.#fields.at(-1);
    if (line === '' || /^(?:[-_=*—–~]{2,}|&nbsp;)$/u.test(line)) {
      // A blank ends what has a value; a text may have paragraphs.
      if (last && last.lines.length > 0 && (line !== '' || last.role !== 'text')) last.open = false;
      return;
    }
    const found = this.#fields.length < MAX_FIELDS ? fieldOf(line, last) : undefined;
    if (found) {
      this.#fields.push(found);
      this.#fieldLines += linesFilled(line);
      this.#known ||= found.role !== undefined;
    } else if (last?.open) this.#continue(last, line);
    else this.#prose(linesFilled(line));
  }

  #continue(last: OpenField, line: string): void {
    last.lines.push(line);
    this.#fieldLines += linesFilled(line);
    if (last.role !== 'text' && last.role !== undefined) last.open = false;
  }

  #prose(lines: number): void {
    this.#proseLines += lines;
    if (!this.#known) this.#proseBefore += lines;
  }

  result(): FieldsOfText {
    const fields = this.#fields
      .map(({ label, role, lines }) => ({ label, role, value: lines.join('\n').trim().slice(0, MAX_VALUE_CHARS) }))
      .filter(({ value }) => /[\p{L}\p{N}\p{S}]/u.test(value));
    const lines = this.#fieldLines + this.#proseLines;
    return { fields, share: lines === 0 ? 0 : this.#fieldLines / lines, proseBefore: this.#proseBefore };
  }
}

/** Letters without line breaks have paragraphs of one line. */
function linesFilled(line: string): number {
  return Math.ceil(line.length / LINE_CHARS);
}

function fieldOf(line: string, last: OpenField | undefined): OpenField | undefined {
  const waits = last?.open === true && last.lines.length === 0;
  return withColon(line) ?? withMark(line) ?? (waits ? undefined : bareLabel(line));
}

function withColon(line: string): OpenField | undefined {
  const at = line.search(/[:：]/u);
  if (at < 1 || at > 60) return undefined;
  const label = unmarked(line.slice(0, at));
  const value = line.slice(at + 1).replace(/^[\s|*]+/u, '').replace(/[\s|*]+$/u, '');
  // "10:30" is a time and "https://…" an address.
  if (!isLabel(label) || value.startsWith('//') || (/\d$/.test(label) && /^\d\d(?!\d)/.test(value))) return undefined;
  return field(label, value);
}

/** Other marks stand in prose as well: only behind labels that are known. */
function withMark(line: string): OpenField | undefined {
  const match = /^([^\t|=–—]{1,60}?)[ \u00a0]*(?:\t+|\||=| [-–—] |[ \u00a0]{2,})[ \u00a0]*(.+)$/u.exec(line);
  const label = unmarked(match?.[1] ?? '');
  if (!match || !isLabel(label) || roleOfLabel(label) === undefined || label.split(' ').length > 4) return undefined;
  return field(label, (match[2] ?? '').replace(/[\s|]+$/u, ''));
}

/** A cell of a table that became a line of its own. */
function bareLabel(line: string): OpenField | undefined {
  const label = unmarked(line);
  const role = isLabel(label) && label.length <= 40 && label.split(' ').length <= 4 ? roleOfLabel(label) : undefined;
  return role === undefined ? undefined : field(label, '');
}

function field(label: string, value: string): OpenField {
  const role = roleOfLabel(label);
  return { label, role, lines: value === '' ? [] : [value], open: value === '' || role === 'text' };
}

/** Without bullets and bold marks of texts that were made from HTML. */
function unmarked(label: string): string {
  return label.replace(/^[\s*•·|–—-]+/u, '').replace(/[\s*|_]+$/u, '').replace(/\s+/gu, ' ');
}
