import type { Readable } from 'node:stream';
import { contactId } from '@tributary/contact';
import type { BlobStore, StoredBlob } from '@tributary/storage';
import type { RunningAccount } from '../accounts/account.js';
import { settingAt, type SettingPath } from '../accounts/secret-settings.js';
import { type ChannelAccount, type ContactDraft, PayloadError } from '../channel.js';
import { type Connections, onConnection } from '../intake/connections.js';
import { FoldError, StaleEpochError, UnstorableError } from '../intake/errors.js';
import { dueFollowUps, putOffFollowUp } from '../intake/follow-ups.js';
import type { Intake } from '../intake/intake.js';
import type { QuarantineDraft, Receipt, Submission } from '../intake/submission.js';
import { type ConnectorError, type FollowUp, type Gap, MAX_BATCH_BYTES, type PullBatch, type PullSession } from '../pull.js';
import type { OpenGap } from './outages.js';
import { quarantineContact, quarantinePart } from './part-quarantine.js';
import { untilStored } from './patience.js';
import type { Quota } from './quota.js';
import type { SubmissionGate } from './submission-gate.js';

export interface SessionDeps {
  readonly intake: Pick<Intake, 'submit'>;
  readonly connections: Connections;
  readonly blobs: BlobStore;
  readonly gate: SubmissionGate;
  readonly callMs: number;
  /** Where the provider can call an account. */
  webhookUrl?(running: RunningAccount): string | undefined;
  /** @throws StaleEpochError */
  updateSecret(accountId: string, epoch: bigint, path: SettingPath, change: { from: unknown; to: string }): Promise<void>;
}

/** What else a session of a pull has; a job's has none of it. */
export interface SessionParts {
  readonly quota?: Quota;
  /** Announces what an outage left. */
  behind?(count: number): Promise<OpenGap | undefined>;
}

export interface StoredBatch {
  /** In the order of the batch's contacts. */
  readonly ids: readonly string[];
  /** How many of them were new. */
  readonly created: number;
}

/** What a session tells its runner. */
export interface SessionListener {
  cycleDone(): void;
  reported(error: ConnectorError): void;
  /** Something was stored: it is alive, also in the middle of a long cycle. */
  stored(): void;
  /** The lease is another's: this session must end. */
  lost(error: StaleEpochError): void;
}

/** One life of a pull channel's connection, as the channel sees the host. */
export class Session implements PullSession<unknown> {
  readonly account: ChannelAccount;
  readonly webhookUrl?: string;
  /** Secrets that the provider renewed since, by path. */
  readonly #renewed = new Map<string, string>();
  readonly #gaps = new Map<Gap, OpenGap>();

  constructor(
    private readonly running: RunningAccount,
    private readonly epoch: bigint,
    readonly signal: AbortSignal,
    private readonly deps: SessionDeps,
    private readonly listener: SessionListener,
    private readonly parts: SessionParts = {},
  ) {
    this.account = running.account;
    const webhookUrl = deps.webhookUrl?.(running);
    if (webhookUrl !== undefined) this.webhookUrl = webhookUrl;
  }

  checkpoint(scope: string): Promise<string | undefined> {
    return untilStored(this.signal, () => this.deps.gate.pass('read', () => this.#readCheckpoint(scope)));
  }

  async store(source: Readable | Uint8Array, maxBytes: number): Promise<StoredBlob> {
    this.signal.throwIfAborted();
    return storeBlob(this.deps.blobs, source, maxBytes);
  }

  async submit(batch: PullBatch): Promise<readonly string[]> {
    const { ids, created } = await this.keep(batch);
    const gap = batch.gap && this.#gaps.get(batch.gap);
    if (gap) await untilStored(this.signal, () => gap.note(batch.contacts.length + (batch.quarantine?.length ?? 0), created));
    return ids;
  }

  /** As `submit`, and tells what was new. */
  async keep(batch: PullBatch): Promise<StoredBatch> {
    if (sizeOf(batch) > MAX_BATCH_BYTES) throw new RangeError(`a batch may hold ${MAX_BATCH_BYTES} raw bytes`);
    const quarantine = (batch.quarantine ?? []).map(quarantinePart);
    try {
      const receipt = await this.#store(batch, batch.contacts, quarantine, batch);
      return { ids: receipt.ids, created: createdOf(receipt) };
    } catch (error) {
      if (!isPoison(error)) throw error;
      return this.#storeAround(error, batch, quarantine);
    }
  }

  followUps(limit: number): Promise<readonly FollowUp[]> {
    return untilStored(this.signal, () => this.deps.gate.pass('read', () => {
      this.signal.throwIfAborted();
      return onConnection(this.deps.connections, this.deps.callMs, (connection) => dueFollowUps(connection, this.account.id, limit));
    }));
  }

  putOff(followUp: FollowUp, delayMs: number): Promise<void> {
    return untilStored(this.signal, () =>
      onConnection(this.deps.connections, this.deps.callMs, (connection) => putOffFollowUp(connection, followUp, delayMs)));
  }

  async permit(): Promise<void> {
    await this.parts.quota?.permit(this.signal);
  }

  async behind(count: number): Promise<Gap | undefined> {
    const open = await untilStored(this.signal, () => this.deps.gate.pass('read', async () => this.parts.behind?.(count)));
    if (!open) return undefined;
    const gap: Gap = { filled: () => untilStored(this.signal, () => open.filled()) };
    this.#gaps.set(gap, open);
    return gap;
  }

  async updateSecret(path: SettingPath, value: string): Promise<void> {
    const key = path.join('\0');
    const from = this.#renewed.get(key) ?? settingAt(this.account.settings, path);
    try {
      await untilStored(this.signal, () => this.deps.updateSecret(this.account.id, this.epoch, path, { from, to: value }));
    } catch (error) {
      throw this.#noted(error);
    }
    this.#renewed.set(key, value);
  }

  cycleDone(): void {
    if (!this.signal.aborted) this.listener.cycleDone();
  }

  report(error: ConnectorError): void {
    if (!this.signal.aborted) this.listener.reported(error);
  }

  async #readCheckpoint(scope: string): Promise<string | undefined> {
    // Told to end while it stood in line.
    this.signal.throwIfAborted();
    const { rows } = await onConnection(this.deps.connections, this.deps.callMs, (connection) =>
      connection.query<{ value: string }>({
        name: 'intake.checkpoint',
        text: 'select value from intake.checkpoint where account_id = $1 and scope = $2',
        values: [this.account.id, scope],
      }),
    );
    return rows[0]?.value;
  }

  /**
   * Some contact of the batch can't be stored: each is tried alone, then all that can be stored, the others as
   * quarantine, and the checkpoint go together.
   */
  async #storeAround(first: Error, batch: PullBatch, quarantine: readonly QuarantineDraft[]): Promise<StoredBatch> {
    let created = 0;
    const bad = new Map<ContactDraft, QuarantineDraft>();
    for (const draft of batch.contacts) {
      try {
        created += createdOf(await this.#store(batch, [draft], []));
      } catch (error) {
        if (!isPoison(error)) throw error;
        bad.set(draft, quarantineContact(draft, error));
      }
    }
    if (bad.size === 0) throw first;
    const good = batch.contacts.filter((draft) => !bad.has(draft));
    const receipt = await this.#store(batch, good, [...quarantine, ...bad.values()], batch);
    const left = receipt.ids.values();
    const ids = batch.contacts.map((draft) => (bad.has(draft) ? contactId(this.account.id, draft.externalId) : (left.next().value ?? '')));
    return { ids, created: created + createdOf(receipt) };
  }

  async #store(
    { lane = 'live', notify }: PullBatch,
    contacts: readonly ContactDraft[],
    quarantine: readonly QuarantineDraft[],
    { checkpoint, done }: Pick<PullBatch, 'checkpoint' | 'done'> = {},
  ): Promise<Receipt> {
    const lease = { epoch: this.epoch, ...(checkpoint && { checkpoint }) };
    const submission: Submission = { account: this.running.submitting, receivedAt: new Date(), contacts, quarantine, way: lane, notify, lease, ...(done && { done }) };
    try {
      const receipt = await untilStored(this.signal, () => this.deps.gate.pass(lane, () => this.deps.intake.submit(submission)));
      this.listener.stored();
      return receipt;
    } catch (error) {
      throw this.#noted(error);
    }
  }

  #noted(error: unknown): unknown {
    if (error instanceof StaleEpochError) this.listener.lost(error);
    return error;
  }
}

export function storeBlob(blobs: BlobStore, source: Readable | Uint8Array, maxBytes: number): Promise<StoredBlob> {
  return source instanceof Uint8Array ? blobs.put(source, { maxBytes }) : blobs.put(source, { maxBytes });
}

function createdOf({ outcomes }: Receipt): number {
  return outcomes.filter((outcome) => outcome === 'new').length;
}

/** This very data can't be stored, now or later. */
function isPoison(error: unknown): error is Error {
  return error instanceof PayloadError || error instanceof UnstorableError || error instanceof FoldError;
}

function sizeOf({ contacts, quarantine = [] }: PullBatch): number {
  return contacts.reduce((sum, { raw }) => sum + raw.bytes.length, 0) + quarantine.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
