import type { Profile } from '../profile.js';

/** A record of a file whose truth is known. */
export interface KnownRecord extends Profile {
  /** Records of one person have the same. */
  readonly truth: string;
}

/** The file has no columns that are understood. */
export class UnknownColumnsError extends Error {
  override readonly name = 'UnknownColumnsError';
}

/**
 * Reads a file of record linkage with its truth: that of splink (column `cluster`) or of Febrl (`rec_id` names the
 * original). Comma-separated, without quotes.
 * @throws UnknownColumnsError
 */
export function readPeople(text: string): KnownRecord[] {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(',').map((name) => name.trim());
  const read = columns.includes('cluster') ? splinkRecord : columns.includes('rec_id') ? febrlRecord : undefined;
  if (!read) throw new UnknownColumnsError(`neither a column "cluster" nor "rec_id": ${columns.join(', ')}`);
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    return read((name) => cells[columns.indexOf(name)] ?? '');
  });
}

type Cell = (column: string) => string;

function splinkRecord(cell: Cell): KnownRecord {
  return {
    id: cell('unique_id'),
    truth: cell('cluster'),
    names: given(`${cell('first_name')} ${cell('surname')}`),
    birthDates: given(cell('dob')),
    places: given(cell('city')),
    emails: given(cell('email')),
  };
}

function febrlRecord(cell: Cell): KnownRecord {
  const id = cell('rec_id');
  return {
    id,
    truth: id.split('-')[1] ?? id,
    names: given(`${cell('given_name')} ${cell('surname')}`),
    addresses: given(`${cell('street_number')} ${cell('address_1')}`),
    places: given(cell('suburb')),
    birthDates: given(cell('date_of_birth').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')),
    numbers: given(cell('soc_sec_id')),
  };
}

function given(value: string): string[] {
  const trimmed = value.trim();
  return trimmed === '' ? [] : [trimmed];
}
