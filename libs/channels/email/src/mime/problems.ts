import type { MailProblem, MailProblemCode } from './mail.js';

/** Collects what was damaged: each pair of code and detail once, no more than `maxProblems`. */
export class Problems {
  readonly list: MailProblem[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly maxProblems: number) {}

  add(code: MailProblemCode, detail: string): void {
    const shown = oneLine(detail);
    const key = `${code} ${shown}`;
    if (this.list.length >= this.maxProblems || this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push({ code, detail: shown });
  }
}

function oneLine(detail: string): string {
  return detail.replace(/[^\P{C}]+/gu, ' ').slice(0, 200);
}
