import { Problem } from '@tributary/platform';
import { z } from 'zod';
import type { Account } from '../accounts/account.js';
import type { Channel } from '../channel.js';
import '../texts.js';
import type { JobKind, NewJob } from './job-record.js';

const moment = z.iso.datetime({ offset: true });

export const AskReconcile = z.strictObject({ from: moment, to: moment });
export const AskBackfill = z.strictObject({ from: moment, to: moment, dryRun: z.boolean().default(false) });
export type AskedWindow = z.infer<typeof AskReconcile> & { readonly dryRun?: boolean };

/**
 * The job that somebody asks for. People are told of what it finds when the whole window lies after the account was added: that
 * should have come by itself. What is older is history, and silent.
 * @throws Problem 409  the channel can't · 422  the window is none
 */
export function askedJob(kind: JobKind, account: Account, channel: Channel | undefined, { from, to, dryRun = false }: AskedWindow): NewJob {
  if (!channel?.[kind]) throw new Problem(409, 'capability-not-available', { params: { channel: account.channel, capability: kind } });
  const window = { from: new Date(from), to: new Date(to) };
  if (window.from >= window.to) throw new Problem(422, 'validation-failed', { errors: [{ field: 'to', code: 'not-after-from' }] });
  if (window.from.getTime() > Date.now()) throw new Problem(422, 'validation-failed', { errors: [{ field: 'from', code: 'in-future' }] });
  return { accountId: account.id, kind, cause: 'asked', window, dryRun, notify: window.from >= account.createdAt };
}
