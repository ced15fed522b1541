/** Replies between the send button and the server's list of items: they stand in the thread at once, and nothing written is lost. */

export interface Outgoing {
  /** Made once a message: the server takes it once, however often it is sent. */
  readonly key: string;
  readonly contactId: string;
  readonly text: string;
  readonly files: readonly File[];
  /** ISO 8601. */
  readonly at: string;
  /** `lost`: nobody knows whether the server has it; the same again is harmless. `refused`: it has said no. */
  readonly state: 'sending' | 'lost' | 'refused' | 'accepted';
  /** Why it is lost or refused. */
  readonly problem?: unknown;
  /** What the server calls it. */
  readonly replyId?: string;
}

export interface OutboxPorts {
  /** @returns the reply's id @throws what the server or the network said */
  send(outgoing: Outgoing): Promise<string>;
  /** Whether it is certain that the server has not taken it and never will. */
  isRefusal(problem: unknown): boolean;
}

const NONE: readonly Outgoing[] = [];

export class Outbox {
  private readonly all = new Map<string, readonly Outgoing[]>();
  private readonly listeners = new Set<() => void>();
  /** Of each conversation the end of what is under way: one after the other, so that none overtakes another. */
  private readonly turns = new Map<string, Promise<void>>();

  constructor(private readonly ports: OutboxPorts) {}

  /** Oldest first; the same array until something changes. */
  of(conversationId: string): readonly Outgoing[] {
    return this.all.get(conversationId) ?? NONE;
  }

  /** Calls back at each change. @returns ends it */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Whether something would be lost with the page. */
  get isHolding(): boolean {
    return [...this.all.values()].flat().some(({ state }) => state !== 'accepted');
  }

  add(conversationId: string, message: Pick<Outgoing, 'contactId' | 'text' | 'files'>): Promise<void> {
    const key = newKey();
    this.set(conversationId, [...this.of(conversationId), { ...message, key, at: new Date().toISOString(), state: 'sending' }]);
    return this.queue(conversationId, key);
  }

  /** The same message under the same key. */
  again(conversationId: string, key: string): Promise<void> {
    this.change(conversationId, key, { state: 'sending', problem: undefined });
    return this.queue(conversationId, key);
  }

  drop(conversationId: string, key: string): void {
    this.set(conversationId, this.of(conversationId).filter((each) => each.key !== key));
  }

  /** Nobody's any more; what is on its way to the server arrives. */
  clear(): void {
    for (const conversationId of this.all.keys()) this.set(conversationId, NONE);
  }

  /** Those that the server's list shows stand there from now on. */
  shown(conversationId: string, isShown: (replyId: string) => boolean): void {
    const left = this.of(conversationId).filter(({ replyId }) => replyId === undefined || !isShown(replyId));
    if (left.length < this.of(conversationId).length) this.set(conversationId, left);
  }

  private queue(conversationId: string, key: string): Promise<void> {
    const turn = (this.turns.get(conversationId) ?? Promise.resolve()).then(() => this.send(conversationId, key));
    this.turns.set(conversationId, turn);
    return turn;
  }

  private async send(conversationId: string, key: string): Promise<void> {
    const outgoing = this.of(conversationId).find((each) => each.key === key);
    if (!outgoing) return;
    try {
      this.change(conversationId, key, { state: 'accepted', replyId: await this.ports.send(outgoing) });
    } catch (problem) {
      this.change(conversationId, key, { state: this.ports.isRefusal(problem) ? 'refused' : 'lost', problem });
    }
  }

  private change(conversationId: string, key: string, changes: Partial<Outgoing>): void {
    this.set(conversationId, this.of(conversationId).map((each) => (each.key === key ? { ...each, ...changes } : each)));
  }

  private set(conversationId: string, outgoing: readonly Outgoing[]): void {
    this.all.set(conversationId, outgoing);
    for (const listener of this.listeners) listener();
  }
}

/** Browsers have `randomUUID` with https only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
