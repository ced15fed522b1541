import { pickLocale, Problem, readRawBody, type Runtime } from '@tributary/platform';
import { type BlobStore, BlobStoreFullError } from '@tributary/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import type { AccountDirectory } from '../accounts/account-directory.js';
import type { Answer, RawRequest, Webhook } from '../channel.js';
import { UnavailableError } from '../intake/errors.js';
import type { Intake } from '../intake/intake.js';
import '../texts.js';
import { crossOriginHeaders, preflightHeaders } from './cors.js';
import { readMultipart } from './multipart.js';
import { RequestRate } from './rate-limit.js';
import { type Acknowledge, reasonOf, type Received, receive } from './receive.js';

const FAULTY_RETRY_SECONDS = '60';
const MULTIPART_TYPE = /^multipart\/form-data\b/i;

/** An address that strangers call: everything between the socket and the channel's pure `parse`. */
export class WebhookEndpoint {
  readonly #rate = new RequestRate();

  constructor(
    private readonly directory: AccountDirectory,
    private readonly intake: Intake,
    private readonly blobs: BlobStore,
    private readonly runtime: Runtime,
  ) {}

  /**
   * @param accepts  whether an account's channel is served at this address
   * @param path  what follows the account's address, "" or "/..."
   */
  async handle(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    path: string,
    accepts: (channel: string) => boolean,
    acknowledge: Acknowledge,
  ): Promise<void> {
    const running = await this.#find(accountId);
    if (!running?.channel.webhook || !accepts(running.channel.name)) throw new Problem(404, 'not-found');
    await this.serve(request, reply, running, path, acknowledge);
  }

  /**
   * The same for an account that is known already.
   * @param body  when it was read to find the account
   */
  async serve(request: FastifyRequest, reply: FastifyReply, running: RunningAccount, path: string, acknowledge: Acknowledge, body?: Buffer): Promise<void> {
    const { webhook } = running.channel;
    if (!webhook) throw new Problem(404, 'not-found');
    if (this.#answeredPreflight(request, reply, running, webhook)) return;
    checkMethod(request.method, webhook);
    const address = request.clientAddress();
    const perMinute = webhook.rateLimitPerMinute?.(running.account) ?? 0;
    if (perMinute > 0) await this.#rate.count(running.account.id, address, perMinute);
    const raw = await this.#read(request, webhook, address, path, body);
    send(reply, await this.#receive(running, raw, acknowledge));
  }

  async #find(accountId: string): Promise<RunningAccount | undefined> {
    try {
      return await this.directory.find(accountId);
    } catch (cause) {
      // The provider comes again, and by then somebody may have put it right.
      if (cause instanceof AccountFaultError) throw new Problem(503, 'account-faulty', { headers: { 'retry-after': FAULTY_RETRY_SECONDS }, cause });
      throw cause;
    }
  }

  #answeredPreflight({ method, headers }: FastifyRequest, reply: FastifyReply, { account }: RunningAccount, webhook: Webhook<unknown>): boolean {
    if (!webhook.crossOrigin) return false;
    void reply.headers(crossOriginHeaders(headers.origin, webhook.allowedOrigins?.(account) ?? [], this.runtime.config.publicUrl));
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    void reply.code(204).headers(preflightHeaders(webhook.methods)).send();
    return true;
  }

  async #read(request: FastifyRequest, webhook: Webhook<unknown>, clientAddress: string, path: string, body?: Buffer): Promise<RawRequest> {
    const headers = singleHeaders(request);
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new Problem(415, 'unsupported-content-encoding');
    const limits = MULTIPART_TYPE.test(headers['content-type'] ?? '') && webhook.multipart;
    const content = limits
      ? { body: Buffer.alloc(0), multipart: await this.#readMultipart(request, { ...limits, maxFieldBytes: webhook.maxBodyBytes }) }
      : { body: body ?? (await readRawBody(request, webhook.maxBodyBytes)) };
    return {
      ...content,
      method: request.method,
      path,
      query: singleValues(request.query as Record<string, unknown>),
      headers,
      clientAddress,
      // When all of it is here: a slow sender's contact is not late already.
      receivedAt: new Date(),
      locale: pickLocale(headers['accept-language']),
    };
  }

  async #readMultipart(request: FastifyRequest, limits: Parameters<typeof readMultipart>[1]) {
    try {
      return await readMultipart(request.raw, limits, this.blobs);
    } catch (cause) {
      if (cause instanceof BlobStoreFullError) throw unavailable(cause, 10);
      throw cause;
    }
  }

  async #receive(running: RunningAccount, raw: RawRequest, acknowledge: Acknowledge): Promise<Answer> {
    try {
      const { answer, quarantined } = await receive(running, raw, this.intake, acknowledge);
      if (quarantined) this.runtime.log.warn({ accountId: running.account.id, ...quarantineNote(quarantined) }, 'payload quarantined');
      return answer;
    } catch (cause) {
      if (cause instanceof UnavailableError) throw unavailable(cause, cause.retryAfterSeconds, running.channel.webhook?.retryAfter);
      throw cause;
    }
  }
}

/** Never the error's message: a parser's may quote what a customer wrote. */
function quarantineNote({ id, error }: NonNullable<Received['quarantined']>) {
  return { quarantineId: id, reason: reasonOf(error).code, error: error.name, at: error.stack?.match(/^ {4}at .*$/gm)?.slice(0, 5) };
}

export function unavailable(cause: Error, retryAfterSeconds: number, as: Webhook<unknown>['retryAfter'] = 'seconds'): Problem {
  const retryAfter = as === 'date' ? new Date(Date.now() + retryAfterSeconds * 1_000).toUTCString() : String(retryAfterSeconds);
  return new Problem(503, 'storage-unavailable', { headers: { 'retry-after': retryAfter }, cause });
}

function checkMethod(method: string, { methods }: Webhook<unknown>): void {
  if (methods.some((allowed) => allowed === method)) return;
  const allowed = methods.join(', ');
  throw new Problem(405, 'method-not-allowed', { params: { allowed }, headers: { allow: allowed } });
}

function send(reply: FastifyReply, { status, headers = {}, body }: Answer): void {
  void reply.code(status).headers(headers);
  if (body === undefined) void reply.send();
  else if (typeof body === 'string') void reply.header('content-type', headers['content-type'] ?? 'text/plain; charset=utf-8').send(body);
  else void reply.header('content-type', 'application/json; charset=utf-8').send(Buffer.from(JSON.stringify(body)));
}

function singleHeaders({ raw }: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in raw.headers) {
    const value = raw.headers[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

/** The last one counts of a name that is given twice. */
function singleValues(query: Record<string, unknown>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name in query) values[name] = String(Array.isArray(query[name]) ? query[name].at(-1) : query[name]);
  return values;
}
