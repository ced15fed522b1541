import type { CorpusLine, SkippedFile } from './read-corpus.js';

/** What a run came to, in counts. */
export class Summary {
  private messages = 0;
  private withoutSender = 0;
  private readonly automatic = new Map<string, number>();
  private readonly quarantine = new Map<string, number>();
  private readonly skipped = new Map<string, number>();

  add(line: CorpusLine | SkippedFile): void {
    if ('skipped' in line) return count(this.skipped, line.skipped);
    this.messages++;
    if (line.quarantine) count(this.quarantine, line.quarantine.code);
    if (line.contact?.automatic) count(this.automatic, line.contact.automatic.kind);
    if (line.contact && !line.contact.identities.some(({ type }) => type === 'email')) this.withoutSender++;
  }

  toString(): string {
    const quarantined = total(this.quarantine);
    const share = this.messages === 0 ? '0' : ((quarantined / this.messages) * 100).toFixed(1);
    return [
      `${this.messages} messages, ${this.messages - quarantined} understood, ${this.withoutSender} of them without a sender's address`,
      `automatic: ${shown(this.automatic)}`,
      `quarantined: ${quarantined} (${share} %)${quarantined === 0 ? '' : `: ${shown(this.quarantine)}`}`,
      `files that are no message: ${shown(this.skipped)}`,
    ].join('\n');
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

function shown(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? 'none' : [...counts].map(([name, each]) => `${each} ${name}`).join(', ');
}
