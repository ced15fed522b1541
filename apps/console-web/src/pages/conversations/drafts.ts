/** What is being written, in whichever conversation: it outlives the view, and texts outlive the page as well. */

export type Mode = 'reply' | 'note';

export interface Written {
  readonly reply: string;
  readonly note: string;
  /** Of the answer. No storage holds them: they are kept as long as the page is. */
  readonly files: readonly File[];
  /** The note is on its way to the server. */
  readonly noting: boolean;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const NOTHING: Written = { reply: '', note: '', files: [], noting: false };

export class Drafts {
  private readonly all = new Map<string, Written>();
  private readonly listeners = new Set<() => void>();

  /** @param store  asked each time: browsers that forbid it throw then @param prefix  of its keys */
  constructor(
    private readonly store: () => Store,
    private readonly prefix: string,
  ) {}

  /** The same object until something changes. @param id  names whose it is, and of which conversation */
  of(id: string): Written {
    const known = this.all.get(id);
    if (known) return known;
    const kept = { ...NOTHING, ...this.kept(id) };
    this.all.set(id, kept);
    return kept;
  }

  /** @param changes  told what is there now: what was drawn last may be older */
  change(id: string, changes: (now: Written) => Partial<Written>): void {
    const now = this.of(id);
    const next = { ...now, ...changes(now) };
    this.all.set(id, next);
    if (next.reply !== now.reply || next.note !== now.note) this.keep(id, next);
    for (const listener of this.listeners) listener();
  }

  /** Calls back at each change. @returns ends it */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Of the memory: what the store holds is cleared by whoever knows what else is in it. */
  clear(): void {
    this.all.clear();
    for (const listener of this.listeners) listener();
  }

  private kept(id: string): Partial<Written> {
    try {
      return JSON.parse(this.store().getItem(this.prefix + id) ?? '{}') as Partial<Written>;
    } catch {
      return {};
    }
  }

  private keep(id: string, { reply, note }: Written): void {
    try {
      if (reply || note) this.store().setItem(this.prefix + id, JSON.stringify({ reply, note }));
      else this.store().removeItem(this.prefix + id);
    } catch {
      // No room, or storage is forbidden: then it is kept as long as the page is.
    }
  }
}

/** Keeps a note. What is written meanwhile stays, here and in other conversations; what was kept leaves the field. @throws what `send` throws; the note stays */
export async function keepNote(drafts: Drafts, id: string, send: (text: string) => Promise<unknown>): Promise<void> {
  const { note, noting } = drafts.of(id);
  if (noting) return;
  drafts.change(id, () => ({ noting: true }));
  try {
    await send(note.trim());
    drafts.change(id, (now) => (now.note === note ? { note: '' } : {}));
  } finally {
    drafts.change(id, () => ({ noting: false }));
  }
}
