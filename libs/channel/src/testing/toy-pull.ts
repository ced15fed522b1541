import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import { type Channel, type ContactDraft, PayloadError } from '../channel.js';
import type { JobSession, TimeWindow } from '../job.js';
import { ConnectorError, type FailureClass, type Gap, type Pull, type PullSession } from '../pull.js';
import type { ScriptedProvider } from './pull-samples.js';
import { toyChannel, toyDraft } from './toy-channel.js';

const toyPullSettings = z.object({
  box: z.string().meta({ title: 'Box' }),
  password: z.string().min(1).meta({ title: 'Password', secret: true, boundTo: ['box'] }),
});
type ToyPullSettings = z.infer<typeof toyPullSettings>;

const Message = z.object({ id: z.string(), text: z.string() });
const SCOPE = 'box';
const PAGE = 2;

const boxes = new Map<string, ToyBox>();

/** A provider of numbered messages: asked for those after a number, told up to which they are taken. */
export class ToyBox implements ScriptedProvider {
  readonly settings: { readonly box: string; readonly password: string };
  intercept: ScriptedProvider['intercept'];
  /** Log-ins, failed ones as well. */
  logins = 0;
  #failing: FailureClass | undefined;
  #taken = 0;
  readonly #messages: string[] = [];
  readonly #arrivedAt: number[] = [];
  readonly #news = new EventEmitter();

  constructor(name: string, password = 'right') {
    this.settings = { box: name, password };
    this.#news.setMaxListeners(0);
    boxes.set(name, this);
  }

  deliver(text: string): Promise<void> {
    this.put(JSON.stringify({ id: text, text }));
    return Promise.resolve();
  }

  deliverBad(): Promise<Uint8Array> {
    return Promise.resolve(this.put(`{"bad":${this.#messages.length}`));
  }

  put(message: string): Uint8Array {
    this.#messages.push(message);
    this.#arrivedAt.push(Date.now());
    this.#news.emit('news');
    return Buffer.from(message);
  }

  acknowledged(): readonly string[] {
    return this.#messages.slice(0, this.#taken).flatMap((message) => {
      const text = /"text":"([^"]*)"/.exec(message)?.[1];
      return text === undefined ? [] : [text];
    });
  }

  fail(failureClass: FailureClass | undefined): Promise<void> {
    this.#failing = failureClass;
    this.#news.emit('news');
    return Promise.resolve();
  }

  close(): Promise<void> {
    boxes.delete(this.settings.box);
    return Promise.resolve();
  }

  logIn(password: string): Promise<void> {
    this.logins++;
    return this.#call(() => {
      if (password !== this.settings.password) throw failure('credentials');
    });
  }

  /** @returns messages after the n-th with their numbers, at most a page */
  fetch(after: number): Promise<{ n: number; bytes: Uint8Array }[]> {
    return this.#call(() => this.#messages.slice(after, after + PAGE).map((message, index) => ({ n: after + index + 1, bytes: Buffer.from(message) })));
  }

  /** How many there are after the n-th. */
  count(after: number): Promise<number> {
    return this.#call(() => this.#messages.length - after);
  }

  /** Numbers of the messages that arrived in a window. */
  arrived({ from, to }: TimeWindow): Promise<number[]> {
    return this.#call(() => this.#arrivedAt.flatMap((at, index) => (at >= from.getTime() && at < to.getTime() ? [index + 1] : [])));
  }

  take(upTo: number): Promise<void> {
    return this.#call(() => void (this.#taken = Math.max(this.#taken, upTo)));
  }

  async news(signal: AbortSignal): Promise<void> {
    await once(this.#news, 'news', { signal }).catch(() => undefined);
  }

  #call<T>(answer: () => T): Promise<T> {
    const carryOut = async () => {
      if (this.#failing) throw failure(this.#failing);
      return answer();
    };
    return this.intercept ? this.intercept(carryOut) : carryOut();
  }
}

function failure(failureClass: FailureClass): Error {
  if (failureClass === 'internal') return new TypeError('a defect');
  return new ConnectorError(failureClass, { code: `toy-${failureClass}`, detail: { en: 'It fails.', ru: 'Не работает.' }, field: 'password' });
}

async function logIn({ box, password }: ToyPullSettings): Promise<ToyBox> {
  const provider = boxes.get(box);
  if (!provider) throw failure('network');
  await provider.logIn(password);
  return provider;
}

const pull: Pull<ToyPullSettings> = {
  readsOn: true,
  run: async (session) => readOn(session, await logIn(session.account.settings)),
  reparse: (part) => Promise.resolve([parse(part.bytes)]),
};

async function readOn(session: PullSession<ToyPullSettings>, provider: ToyBox): Promise<void> {
  const at = Number((await session.checkpoint(SCOPE)) ?? 0);
  await readFrom(session, provider, at, { checkpoints: true, gap: await session.behind?.(await provider.count(at)) });
}

async function readFrom(session: PullSession<ToyPullSettings>, provider: ToyBox, from: number, { checkpoints, gap }: { checkpoints: boolean; gap?: Gap | undefined }): Promise<void> {
  let at = from;
  let open = gap;
  while (!session.signal.aborted) {
    const messages = await provider.fetch(at);
    const last = messages.at(-1);
    if (last) {
      const checkpoint = checkpoints ? { scope: SCOPE, value: String(last.n) } : undefined;
      await session.submit({ ...understand(messages.map(({ bytes }) => bytes)), ...(checkpoint && { checkpoint }), gap: open });
      at = last.n;
      await provider.take(at);
    } else {
      await open?.filled();
      open = undefined;
      session.cycleDone();
      await provider.news(session.signal);
    }
  }
}

/** Fetches the messages of a window that `wanted` chooses. */
async function fetchWindow(session: JobSession<ToyPullSettings>, wanted: (drafts: readonly ContactDraft[]) => Promise<ReadonlySet<ContactDraft>>): Promise<void> {
  const provider = await logIn(session.account.settings);
  const numbers = await provider.arrived(session.window);
  await session.counted(numbers.length);
  if (session.dryRun) return;
  for (const n of numbers) {
    await session.permit();
    const { contacts, quarantine } = understand((await provider.fetch(n - 1)).slice(0, 1).map(({ bytes }) => bytes));
    const chosen = await wanted(contacts);
    if (chosen.size + quarantine.length > 0) await session.submit({ contacts: contacts.filter((draft) => chosen.has(draft)), quarantine });
  }
}

async function missingOf(session: JobSession<ToyPullSettings>, drafts: readonly ContactDraft[]): Promise<ReadonlySet<ContactDraft>> {
  const known = await session.known(drafts.map(({ externalId }) => externalId));
  const missing = drafts.filter(({ externalId }) => !known.has(externalId));
  await session.missing(missing.length);
  return new Set(missing);
}

function understand(messages: readonly Uint8Array[]) {
  const results = messages.map((bytes) => {
    try {
      return { contacts: [parse(bytes)], quarantine: [] };
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      return { contacts: [], quarantine: [{ mediaType: 'application/json', bytes, origin: { box: 'toy' }, code: 'no-toy', detail: error.message }] };
    }
  });
  return { contacts: results.flatMap(({ contacts }) => contacts), quarantine: results.flatMap(({ quarantine }) => quarantine) };
}

function parse(bytes: Uint8Array) {
  try {
    return toyDraft(Message.parse(JSON.parse(Buffer.from(bytes).toString())));
  } catch (cause) {
    throw new PayloadError('no toy message', { cause });
  }
}

/** A mailbox of toys, for specs of the host. */
export const toyPull: Channel<ToyPullSettings> = {
  name: 'toy_pull',
  title: { en: 'Toy box', ru: 'Ящик игрушек' },
  settings: toyPullSettings,
  fold: toyChannel.fold,
  pull,
  check: async ({ settings }) => {
    await logIn(settings);
    return { title: settings.box };
  },
  backfill: (session) => fetchWindow(session, (drafts) => Promise.resolve(new Set(drafts))),
  reconcile: (session) => fetchWindow(session, (drafts) => missingOf(session, drafts)),
};

/** Tells only of what comes while somebody listens, as a socket does. */
export const toyStream: Channel<ToyPullSettings> = {
  ...toyPull,
  name: 'toy_stream',
  pull: {
    run: async (session) => {
      const provider = await logIn(session.account.settings);
      await readFrom(session, provider, await provider.count(0), { checkpoints: false });
    },
    reparse: pull.reparse,
  },
};
