import { z } from 'zod';
import type { AuditWindow } from './custody-store.js';
import { OLDEST_MS, SETTLING_MS } from './custody-auditor.js';
import { MINUTE_MS, minuteOf } from './minute.js';

const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Widened to whole minutes. Without an end: up to what has had time to settle. */
export const AuditRequest = z
  .strictObject({ from: Time, to: Time.optional(), deep: z.boolean().default(false) })
  .transform(({ from, to, deep }): AuditWindow => {
    const end = to ? minuteOf(to.getTime() + MINUTE_MS - 1) : minuteOf(Date.now() - SETTLING_MS);
    return { from: minuteOf(from), to: end, deep };
  })
  .superRefine(({ from, to }, { addIssue }) => {
    const refuse = (field: string, code: string): void => addIssue({ code: 'custom', path: [field], params: { code } });
    if (from >= to) refuse('to', 'window-order');
    else if (to.getTime() > Date.now() - SETTLING_MS + MINUTE_MS) refuse('to', 'window-too-young');
    if (from.getTime() < Date.now() - OLDEST_MS) refuse('from', 'window-too-old');
  });
