import { fit } from './fit.js';
import type { CorpusLine } from './read-corpus.js';

const GAP = '  ';
/** Shares of the width, and least columns. */
const COLUMNS = [
  { title: 'file', share: 0.2, least: 10 },
  { title: 'from', share: 0.16, least: 8 },
  { title: 'subject', share: 0.16, least: 8 },
  { title: 'text', share: 0.28, least: 10 },
  { title: 'files', share: 0.05, least: 5 },
  { title: 'automatic or not read', share: 0.15, least: 9 },
] as const;

/** Rows of a terminal's width, each as its message is read: nothing waits for the longest name. */
export class Table {
  private readonly widths: readonly number[];

  constructor(columns: number) {
    const room = columns - GAP.length * (COLUMNS.length - 1);
    this.widths = COLUMNS.map(({ share, least }) => Math.max(least, Math.floor(room * share)));
  }

  head(): string {
    const titles = this.row(COLUMNS.map(({ title }) => title));
    return `${titles}\n${this.widths.map((width) => '─'.repeat(width)).join(GAP)}`;
  }

  line(line: CorpusLine): string {
    const [place = '', ...cells] = cellsOf(line);
    return this.row([endOf(place, this.widths[0]!), ...cells]);
  }

  private row(cells: readonly string[]): string {
    return cells.map((cell, index) => fit(cell, this.widths[index]!)).join(GAP).trimEnd();
  }
}

function cellsOf({ file, message, contact, quarantine }: CorpusLine): string[] {
  const place = message === undefined ? file : `${file} #${message}`;
  if (!contact) return [place, '', '', '', '', quarantine ? `! ${quarantine.detail}` : ''];
  const { identities, sender, subject = '', text, attachments, automatic, notLead } = contact;
  const address = identities[0]?.value ?? sender.name;
  return [place, address, subject, text, attachments.length === 0 ? '' : String(attachments.length), automatic ? `${automatic.kind}: ${automatic.reason}` : (notLead?.reason ?? '')];
}

/** The end of a path says more than its beginning. */
function endOf(place: string, columns: number): string {
  return place.length <= columns ? place : `…${place.slice(1 - columns)}`;
}
