import type { IncomingMessage } from 'node:http';
import { formBody, type HttpCall, HostNotAllowedError, markUnsent, openTunnel, readAll, send, type Upload } from '@tributary/channel';
import { z } from 'zod';
import { OFFICIAL_API, type Settings } from '../settings.js';
import { BadAnswerError, VkError } from './vk-error.js';

/** Of VK's API: it says what the answers look like, and what events do. */
export const API_VERSION = '5.199';
/** How long an answer may take; that of a poll longer by what it asks for. */
const CALL_MS = 15_000;
const UPLOAD_MS = 120_000;
/** Between two pieces of a file. */
const DOWNLOAD_SILENCE_MS = 30_000;
const MAX_ANSWER_BYTES = 24 * 1024 * 1024;
const MOST_REDIRECTS = 5;
/** Names that VK alone gives out: of its API, its Long Poll, its uploads and files. */
const OF_VK = /(^|\.)(vk\.com|vk\.ru|userapi\.com|vkuserphoto\.ru)$/;

const answerSchema = z.object({ response: z.unknown().optional(), error: z.object({ error_code: z.int(), error_msg: z.string().default('') }).optional() });

export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

type Call = Pick<HttpCall, 'body' | 'signal'> & { readonly url: string; readonly timeoutMs?: number };

/**
 * The API of VK with one token, at the account's server. Each call is one request; the token stands in its body, never in an address.
 * @throws VkError  VK says no
 * @throws BadAnswerError  what answers is not VK
 * and Node's errors of the connection; none of them holds the token
 */
export class VkApi {
  readonly #apiRoot: string;
  readonly #token: string;
  readonly #proxy: Settings['proxy'];

  /**
   * @param callMs  how long an answer may take
   * @param permit  waits until the account's quota has room
   */
  constructor(
    { apiRoot, accessToken, proxy }: Pick<Settings, 'apiRoot' | 'accessToken'> & Partial<Pick<Settings, 'proxy'>>,
    private readonly callMs = CALL_MS,
    private readonly permit: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#apiRoot = apiRoot.replace(/\/+$/, '');
    this.#token = accessToken;
    this.#proxy = proxy;
  }

  /** Any method of the API; members that are undefined are left out. */
  async call<T>(method: string, params: Params, result: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    await this.permit().catch((error: unknown) => Promise.reject(markUnsent(error) as Error));
    const form = new URLSearchParams({ access_token: this.#token, v: API_VERSION });
    for (const [name, value] of Object.entries(params)) if (value !== undefined) form.set(name, String(value));
    const { error, response } = await this.#answer(answerSchema, { url: `${this.#apiRoot}/method/${method}`, body: { mediaType: 'application/x-www-form-urlencoded', bytes: form.toString() }, signal });
    if (error) throw new VkError(error.error_code, error.error_msg, method);
    return checked(result, response);
  }

  /** Asks a Bots Long Poll server, of whatever address VK named. @returns its answer as it stands */
  async poll(server: string, params: Params, signal: AbortSignal, timeoutMs: number): Promise<string> {
    const url = new URL(/^https?:/.test(server) ? server : `https://${server}`);
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
    const answer = await this.#send({ url: url.href, signal, timeoutMs: timeoutMs + this.callMs });
    const bytes = await readAll(answer, MAX_ANSWER_BYTES);
    if (answer.statusCode !== 200) throw badAnswer(answer);
    return bytes.toString();
  }

  /** Sends a file where VK wants it, and gives what VK says to it. */
  async upload<T>(url: string, file: Upload, result: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return this.#answer(result, { url, body: formBody({}, file), signal, timeoutMs: UPLOAD_MS });
  }

  /**
   * The bytes of a file, wherever its address leads to in at most five steps; nothing is told of who asks.
   * @throws BadAnswerError; HostNotAllowedError  it leads into a private network
   */
  async download(address: string, signal: AbortSignal): Promise<IncomingMessage> {
    let url = address;
    for (let steps = 0; steps <= MOST_REDIRECTS; steps++) {
      const answer = await this.#send({ url, signal, timeoutMs: DOWNLOAD_SILENCE_MS });
      const { statusCode = 0, headers: { location } } = answer;
      if (statusCode === 200) return answer;
      answer.destroy();
      if (statusCode < 300 || statusCode >= 400 || location === undefined || !URL.canParse(location, url)) throw badAnswer(answer);
      url = new URL(location, url).href;
    }
    throw new HostNotAllowedError(new URL(address).hostname);
  }

  async #answer<T>(schema: z.ZodType<T>, call: Call): Promise<T> {
    const answer = await this.#send(call);
    const bytes = await readAll(answer, MAX_ANSWER_BYTES);
    try {
      return schema.parse(JSON.parse(bytes.toString()));
    } catch {
      // Not kept as the cause: it may quote what a customer wrote.
      throw badAnswer(answer);
    }
  }

  #send({ url: text, timeoutMs = this.callMs, ...call }: Call): Promise<IncomingMessage> {
    const url = new URL(text);
    const proxy = this.#proxy;
    const reach = this.#isOwnServer(url) ? 'network' : 'internet';
    const connect = proxy && (() => openTunnel(proxy, url, { timeoutMs, ...call, reach, isProviders: (hostname) => OF_VK.test(hostname) }));
    return send({ timeoutMs, ...call, url, reach, connect });
  }

  /** An administrator may have a relay inside the company's network. Whatever else a URL leads to, VK or a customer named it. */
  #isOwnServer(url: URL): boolean {
    return this.#apiRoot !== OFFICIAL_API && url.origin === new URL(this.#apiRoot).origin;
  }
}

function checked<T>(schema: z.ZodType<T>, result: unknown): T {
  const parsed = schema.safeParse(result);
  if (!parsed.success) throw new BadAnswerError(200, undefined, { cause: parsed.error });
  return parsed.data;
}

function badAnswer({ statusCode = 0, headers }: IncomingMessage): BadAnswerError {
  const seconds = Number(headers['retry-after']);
  return new BadAnswerError(statusCode, seconds > 0 ? seconds * 1_000 : undefined);
}
