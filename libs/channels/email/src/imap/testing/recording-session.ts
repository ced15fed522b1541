import { EventEmitter, once } from 'node:events';
import { type ChannelAccount, type ConnectorError, type ContactDraft, PayloadError, type Pull, type PullBatch, type PullQuarantine, type PullSession } from '@tributary/channel';
import { type EmailSettings, settingsSchema } from '../../settings.js';
import type { FetchedMail, ToContacts } from '../origin.js';

/** What a host keeps of an account, in memory: contacts once by id, checkpoints with them. */
export class RecordingHost {
  readonly contacts = new Map<string, { lane: string; origin: FetchedMail['origin'] }>();
  readonly quarantine: PullQuarantine[] = [];
  readonly batches: PullBatch[] = [];
  readonly reports: ConnectorError[] = [];
  readonly checkpoints = new Map<string, string>();
  readonly renewed: { path: readonly string[]; value: string }[] = [];
  /** What sessions announced, with the number of contacts that were stored by then; filled or not. */
  readonly gaps: { count: number; stored: number; filled: boolean }[] = [];
  cycles = 0;
  /** Called before a batch is stored; may throw. */
  beforeSubmit: (batch: PullBatch) => Promise<void> | void = () => undefined;
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private stopping = new AbortController();

  constructor(readonly account: ChannelAccount<EmailSettings>) {}

  /** Runs until stopped, anew after each failure as the host would, at once. @returns when it has stopped */
  async keepRunning(pull: Pull<EmailSettings>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await pull.run(this.session()).catch((error: ConnectorError) => {
        this.reports.push(error);
        this.changes.emit('change');
      });
    }
  }

  /** One life. */
  runOnce(pull: Pull<EmailSettings>): Promise<void> {
    return pull.run(this.session());
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Waits until something holds; it is looked at after every change. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.changes, 'change');
  }

  subjects(): string[] {
    return [...this.contacts.keys()];
  }

  session(): PullSession<EmailSettings> {
    const changed = () => this.changes.emit('change');
    return {
      account: this.account,
      signal: this.stopping.signal,
      store: () => Promise.resolve({ sha256: '0'.repeat(64), sizeBytes: 1 }),
      checkpoint: (scope) => Promise.resolve(this.checkpoints.get(scope)),
      submit: async (batch) => {
        await this.beforeSubmit(batch);
        this.batches.push(batch);
        for (const { externalId, raw } of batch.contacts) {
          if (!this.contacts.has(externalId)) this.contacts.set(externalId, { lane: batch.lane ?? 'live', origin: originOf.get(raw.bytes)! });
        }
        this.quarantine.push(...(batch.quarantine ?? []));
        if (batch.checkpoint) this.checkpoints.set(batch.checkpoint.scope, batch.checkpoint.value);
        changed();
        return batch.contacts.map(({ externalId }) => externalId);
      },
      cycleDone: () => {
        this.cycles++;
        changed();
      },
      behind: (count) => {
        const gap = { count, stored: this.contacts.size, filled: false };
        this.gaps.push(gap);
        return Promise.resolve({ filled: async () => void (gap.filled = true) });
      },
      report: (error) => {
        this.reports.push(error);
        changed();
      },
      updateSecret: async (path, value) => {
        this.renewed.push({ path, value });
        changed();
      },
    };
  }
}

const originOf = new WeakMap<Uint8Array, FetchedMail['origin']>();

/** Contacts by their subject; "poison" is not understood, "crash" makes the parser itself fail. */
export const bySubject: ToContacts = async ({ source, origin }) => {
  const text = Buffer.from(source).toString('latin1');
  const subject = /^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? '';
  if (subject.startsWith('poison')) throw new PayloadError('a poisonous mail');
  if (subject.startsWith('crash')) throw new TypeError('the parser failed');
  originOf.set(source, origin);
  const facts = { occurredAt: origin.internalDate, identities: [], sender: { name: '' }, text, attachments: [], content: { kind: 'message' } } as const;
  return [{ externalId: subject, facts, raw: { mediaType: 'message/rfc822', bytes: source } } satisfies ContactDraft];
};

/** @param pollSeconds  may be shorter than anybody may set it */
export function accountWith({ pollSeconds = 60, ...settings }: { readonly pollSeconds?: number; readonly [name: string]: unknown }): ChannelAccount<EmailSettings> {
  const parsed = settingsSchema.parse({ host: '127.0.0.1', secure: false, user: 'u', password: 'secret', ...settings });
  return { id: 'mailbox', name: 'Sales', line: 'main', defaultRegion: 'RU', settings: { ...parsed, pollSeconds } };
}
