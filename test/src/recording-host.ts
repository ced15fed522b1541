import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Channel, ConnectorError, ContactDraft, ContactFacts, FollowUp, Pull, PullBatch, PullSession } from '@tributary/channel';

/** What a host keeps of an account, in memory: contacts once by id and folded, checkpoints and follow-ups with them. */
export class RecordingHost<Settings> {
  readonly contacts = new Map<string, ContactFacts>();
  readonly blobs = new Map<string, Buffer>();
  readonly batches: PullBatch[] = [];
  /** What sessions reported, and what they ended with. */
  readonly reports: ConnectorError[] = [];
  readonly checkpoints = new Map<string, string>();
  /** Secrets that a session renewed. */
  readonly renewed: Record<string, string> = {};
  webhookUrl: string;
  cycles = 0;
  readonly #followUps = new Map<string, FollowUp & { dueAt: number }>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly channel: Channel<Settings>,
    readonly settings: object,
  ) {
    this.webhookUrl = `https://hub.example/webhooks/${channel.name}/a`;
  }

  /** Runs sessions, one after another, until it is stopped. */
  follow(pull: Pull<Settings>): void {
    this.#running = this.#keepRunning(pull);
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  /** Waits until something holds; it is looked at after every change. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.#changes, 'change');
  }

  texts(): string[] {
    return [...this.contacts.values()].map(({ text }) => text);
  }

  codes(): string[] {
    return this.reports.map(({ code }) => code);
  }

  /** As a webhook would, in another process. */
  store(draft: ContactDraft): void {
    const stored = this.contacts.get(draft.externalId);
    this.contacts.set(draft.externalId, stored ? this.channel.fold(stored, draft.facts) : draft.facts);
    for (const followUp of draft.followUps ?? []) this.#followUps.set(`${draft.externalId} ${followUp.key}`, { ...followUp, contactId: draft.externalId, tries: 0, dueAt: 0 });
    this.#changes.emit('change');
  }

  async #keepRunning(pull: Pull<Settings>): Promise<void> {
    while (!this.#end.signal.aborted) {
      await pull.run(this.#session()).catch((error: ConnectorError) => this.#note(error));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #note(error: ConnectorError): void {
    this.reports.push(error);
    this.#changes.emit('change');
  }

  #session(): PullSession<Settings> {
    return {
      account: { id: 'a', name: 'Account', line: 'main', defaultRegion: 'RU', settings: this.channel.settings.parse(this.settings) },
      webhookUrl: this.webhookUrl,
      signal: this.#end.signal,
      checkpoint: (scope) => Promise.resolve(this.checkpoints.get(scope)),
      store: (source) => this.#storeBlob(source),
      submit: (batch) => Promise.resolve(this.#submit(batch)),
      followUps: (limit) => Promise.resolve([...this.#followUps.values()].filter(({ dueAt }) => dueAt <= Date.now()).slice(0, limit)),
      putOff: async (followUp, delayMs) => void this.#followUps.set(`${followUp.contactId} ${followUp.key}`, { ...followUp, tries: followUp.tries + 1, dueAt: Date.now() + delayMs }),
      updateSecret: async (path, value) => void (this.renewed[path.join('.')] = value),
      cycleDone: () => {
        this.cycles++;
        this.#changes.emit('change');
      },
      report: (error) => this.#note(error),
    };
  }

  #submit(batch: PullBatch): string[] {
    this.batches.push(batch);
    for (const { contactId, key } of batch.done ?? []) this.#followUps.delete(`${contactId} ${key}`);
    for (const draft of batch.contacts) this.store(draft);
    if (batch.checkpoint) this.checkpoints.set(batch.checkpoint.scope, batch.checkpoint.value);
    this.#changes.emit('change');
    return batch.contacts.map(({ externalId }) => externalId);
  }

  async #storeBlob(source: Readable | Uint8Array): Promise<{ sha256: string; sizeBytes: number }> {
    const chunks: Buffer[] = [];
    for await (const chunk of source instanceof Uint8Array ? [source] : source) chunks.push(Buffer.from(chunk as Uint8Array));
    const bytes = Buffer.concat(chunks);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.blobs.set(sha256, bytes);
    return { sha256, sizeBytes: bytes.length };
  }
}
