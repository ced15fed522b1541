import type { Readable } from 'node:stream';
import { formBody, type HttpCall, memberSlices, openTunnel, readAll, send, type Upload } from '@tributary/channel';
import { z } from 'zod';
import { OFFICIAL_API, type Settings } from '../settings.js';
import { BadAnswerError, BotApiError } from './bot-api-error.js';
import { withoutToken } from './without-token.js';

/** How long an answer may take; that of a poll longer by what it asks for. */
const CALL_MS = 15_000;
/** Between two pieces of a file. */
const DOWNLOAD_SILENCE_MS = 30_000;
/** A hundred updates; Telegram's are some kilobytes each. */
const MAX_ANSWER_BYTES = 24 * 1024 * 1024;

const answerSchema = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.int().optional(),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.int().optional() }).optional(),
});

const botSchema = z.object({ id: z.int(), first_name: z.string(), username: z.string().optional() });
const webhookSchema = z.object({
  url: z.string(),
  pending_update_count: z.int().default(0),
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
});
const fileSchema = z.object({ file_path: z.string().optional(), file_size: z.int().optional() });
const sentSchema = z.looseObject({ message_id: z.int() });

export type Bot = z.output<typeof botSchema>;
export type Sent = z.output<typeof sentSchema>;

export type WebhookInfo = z.output<typeof webhookSchema>;

/**
 * The Bot API of one bot, at the account's server. Each call is one request.
 * @throws BotApiError  Telegram says no
 * @throws BadAnswerError  what answers is not the Bot API
 * and Node's errors of the connection; none of them holds the token
 */
export class BotApi {
  readonly #apiRoot: string;
  readonly #token: string;
  readonly #proxy: Settings['proxy'];

  /** @param callMs  how long an answer may take */
  constructor({ apiRoot, token, proxy }: Pick<Settings, 'apiRoot' | 'token'> & Partial<Pick<Settings, 'proxy'>>, private readonly callMs = CALL_MS) {
    this.#apiRoot = apiRoot.replace(/\/+$/, '');
    this.#token = token;
    this.#proxy = proxy;
  }

  getMe(signal: AbortSignal): Promise<Bot> {
    return this.call('getMe', {}, botSchema, signal);
  }

  /**
   * Waits up to `timeout` seconds for news. With an offset all updates before it are confirmed, and gone.
   * @returns the JSON of each, byte for byte
   */
  async getUpdates(params: { offset?: number; limit: number; timeout: number; allowed_updates: readonly string[] }, signal: AbortSignal): Promise<Buffer[]> {
    const { result, bytes } = await this.#result('getUpdates', params, signal, params.timeout * 1_000 + this.callMs);
    if (!Array.isArray(result)) throw new BadAnswerError(200);
    // One character for each byte.
    return memberSlices(bytes.toString('latin1'), 'result').map((slice) => Buffer.from(slice, 'latin1'));
  }

  getWebhookInfo(signal: AbortSignal): Promise<WebhookInfo> {
    return this.call('getWebhookInfo', {}, webhookSchema, signal);
  }

  async setWebhook(params: { url: string; secret_token: string; allowed_updates: readonly string[] }, signal: AbortSignal): Promise<void> {
    await this.call('setWebhook', params, z.unknown(), signal);
  }

  /** What waits there stays, and comes by `getUpdates`. */
  async deleteWebhook(signal: AbortSignal): Promise<void> {
    await this.call('deleteWebhook', {}, z.unknown(), signal);
  }

  async answerCallbackQuery(id: string, signal: AbortSignal): Promise<void> {
    await this.call('answerCallbackQuery', { callback_query_id: id }, z.unknown(), signal);
  }

  getFile(fileId: string, signal: AbortSignal): Promise<z.output<typeof fileSchema>> {
    return this.call('getFile', { file_id: fileId }, fileSchema, signal);
  }

  /** Sends a text. There is no key for repeats: whether one came through that timed out, nobody knows. */
  async sendMessage(params: { chat_id: number | string; text: string } & Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Sent> {
    return checked(sentSchema, (await this.#result('sendMessage', params, signal, this.callMs, true)).result);
  }

  /** Sends a file; as `sendMessage` in everything else. */
  async sendFile(method: 'sendPhoto' | 'sendDocument', params: Readonly<Record<string, unknown>>, file: Upload, signal: AbortSignal, timeoutMs: number): Promise<Sent> {
    const { result } = await this.#post(method, formBody(params, file), signal, timeoutMs, true);
    return checked(sentSchema, result);
  }

  /** Any method of the Bot API. */
  async call<T>(method: string, params: Readonly<Record<string, unknown>>, result: z.ZodType<T>, signal: AbortSignal, timeoutMs = this.callMs): Promise<T> {
    return checked(result, (await this.#result(method, params, signal, timeoutMs)).result);
  }

  /**
   * The bytes of a file.
   * @param filePath  as `getFile` gave it
   * @throws BotApiError, BadAnswerError; RangeError  a path that leads elsewhere: a server in local mode gives those of its own disk
   */
  async download(filePath: string, signal: AbortSignal): Promise<Readable> {
    const segments = filePath.split('/');
    if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) throw new RangeError('no path of a file to fetch');
    const path = `/file/bot${this.#token}/${segments.map(encodeURIComponent).join('/')}`;
    const answer = await this.#quietly(() => this.#send(path, { timeoutMs: DOWNLOAD_SILENCE_MS, signal }));
    if (answer.statusCode === 200) return answer;
    const status = answer.statusCode ?? 0;
    throw refusal(status, answerOf(status, await readAll(answer, MAX_ANSWER_BYTES)));
  }

  #result(method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal, timeoutMs: number, once = false): Promise<{ result: unknown; bytes: Buffer }> {
    return this.#post(method, { mediaType: 'application/json', bytes: JSON.stringify(params) }, signal, timeoutMs, once);
  }

  async #post(method: string, body: NonNullable<HttpCall['body']>, signal: AbortSignal, timeoutMs: number, once: boolean): Promise<{ result: unknown; bytes: Buffer }> {
    const { status, bytes } = await this.#quietly(async () => {
      const answer = await this.#send(`/bot${this.#token}/${method}`, { body, timeoutMs, signal, once });
      return { status: answer.statusCode ?? 0, bytes: await readAll(answer, MAX_ANSWER_BYTES) };
    });
    const answer = answerOf(status, bytes);
    if (!answer.ok) throw refusal(status, answer);
    return { result: answer.result, bytes };
  }

  /** Only administrators set the server, and companies run their own inside their network; the official one is not there. */
  #send(path: string, call: Omit<HttpCall, 'url' | 'reach' | 'connect'>): ReturnType<typeof send> {
    const url = new URL(this.#apiRoot + path);
    const proxy = this.#proxy;
    const reach = this.#apiRoot === OFFICIAL_API ? 'internet' : 'network';
    const connect = proxy && (() => openTunnel(proxy, url, { ...call, reach, isProviders: () => true }));
    return send({ ...call, url, reach, connect });
  }

  async #quietly<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw withoutToken(error, this.#token);
    }
  }
}

function checked<T>(schema: z.ZodType<T>, result: unknown): T {
  const parsed = schema.safeParse(result);
  if (!parsed.success) throw new BadAnswerError(200, { cause: parsed.error });
  return parsed.data;
}

function answerOf(status: number, bytes: Buffer): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    // Not kept as the cause: it may quote what a customer wrote.
    throw new BadAnswerError(status);
  }
}

function refusal(status: number, { error_code, description, parameters }: z.output<typeof answerSchema>): BotApiError {
  return new BotApiError(error_code ?? status, description, {
    ...(parameters?.retry_after !== undefined && { retryAfterSeconds: parameters.retry_after }),
    ...(parameters?.migrate_to_chat_id !== undefined && { migrateToChatId: parameters.migrate_to_chat_id }),
  });
}
