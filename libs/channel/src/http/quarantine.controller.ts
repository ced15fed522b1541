import { Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage } from '@tributary/platform';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import type { RunningAccount } from '../accounts/account.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { UnavailableError } from '../intake/errors.js';
import { dismissOne, reopenOne } from '../quarantine/quarantine-groups.js';
import { type QuarantinedPayload, QuarantineStore } from '../quarantine/quarantine-store.js';
import { Replayer, ReplayFailedError } from '../quarantine/replay.js';
import '../texts.js';
import { uuidOr404 } from './ids.js';
import { runningAccount } from './running-account.js';
import { INTAKE_POOL } from './tokens.js';
import { unavailable } from './webhook-endpoint.js';

export const Stage = z.enum(['parse', 'store']);
export const Code = z.string().max(100);
const ListQuery = z.strictObject({
  limit: z.string().optional(),
  cursor: z.string().optional(),
  accountId: z.uuid().optional(),
  status: z.enum(['open', 'replayed', 'dismissed']).optional(),
  stage: Stage.optional(),
  code: Code.optional(),
});
/** Why payloads are put away. */
export const Reason = z.string().trim().min(1).max(500).refine((text) => !/\p{Cc}/u.test(text));
const Dismissal = z.strictObject({ reason: Reason });
export const CursorPosition = z.tuple([z.iso.datetime(), z.uuid()]);
/** More isn't for looking at in an answer. */
const MAX_SHOWN_BYTES = 1024 * 1024;

@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly store: QuarantineStore,
    private readonly directory: AccountDirectory,
    private readonly replayer: Replayer,
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Payloads that could not be understood or stored, newest first', query: ListQuery })
  async list(@ValidQuery(ListQuery) query: z.infer<typeof ListQuery>) {
    const { limit, cursor } = parsePage(query, CursorPosition);
    const payloads = await this.store.list(query, limit + 1, cursor);
    return toPage(payloads, limit, ({ receivedAt, id }) => [receivedAt.toISOString(), id], show);
  }

  @Post(':id/dismiss')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Puts one open payload away, with the reason', body: Dismissal })
  async dismiss(@Param('id') id: string, @ValidBody(Dismissal) { reason }: z.infer<typeof Dismissal>) {
    const { id: known, status } = await this.#find(id);
    if (!(await dismissOne(this.pool, known, reason))) throw new Problem(409, 'quarantine-not-open', { params: { status } });
    return show(await this.#find(id));
  }

  @Post(':id/reopen')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Undoes a dismissal' })
  async reopen(@Param('id') id: string) {
    const { id: known, status } = await this.#find(id);
    if (!(await reopenOne(this.pool, known))) throw new Problem(409, 'quarantine-not-dismissed', { params: { status } });
    return show(await this.#find(id));
  }

  @Get(':id/raw')
  @Access('operator')
  @ApiZod({ summary: 'Bytes of a payload as they came, for saving; never shown as a page' })
  async download(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const payload = await this.#find(id);
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${payload.id}.bin"`)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('cache-control', 'private, no-store')
      .send(await this.store.raw(payload));
  }

  @Get(':id')
  @Access('operator')
  @ApiZod({ summary: 'One payload with its bytes, in base64' })
  async get(@Param('id') id: string) {
    const payload = await this.#find(id);
    const raw = await this.store.raw(payload);
    return {
      ...show(payload),
      request: payload.request,
      raw: { base64: raw.subarray(0, MAX_SHOWN_BYTES).toString('base64'), truncated: raw.length > MAX_SHOWN_BYTES },
    };
  }

  @Post(':id/replay')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Parses the kept bytes again; twice gives the same contacts' })
  async replay(@Param('id') id: string) {
    const payload = await this.#find(id);
    const contactIds = await this.#replay(payload, await runningAccount(this.directory, payload.accountId));
    return { id: payload.id, status: 'replayed', contactIds };
  }

  async #replay(payload: QuarantinedPayload, running: RunningAccount): Promise<readonly string[]> {
    try {
      return await this.replayer.replay(payload, running);
    } catch (cause) {
      if (cause instanceof ReplayFailedError) throw new Problem(422, 'still-not-understood', { params: { reason: cause.message }, cause });
      if (cause instanceof UnavailableError) throw unavailable(cause, cause.retryAfterSeconds);
      throw cause;
    }
  }

  async #find(id: string): Promise<QuarantinedPayload> {
    const payload = await this.store.find(uuidOr404(id));
    if (!payload) throw new Problem(404, 'not-found');
    return payload;
  }
}

function show(payload: QuarantinedPayload) {
  const { id, accountId, receivedAt, stage, failureClass, code, detail, mediaType, sizeBytes, sha256, seen, lastSeenAt, status, contactIds, settledAt, dismissedFor } = payload;
  return {
    id,
    accountId,
    receivedAt: receivedAt.toISOString(),
    reason: { stage, class: failureClass, code, detail },
    payload: { mediaType, sizeBytes, sha256: sha256.toString('hex') },
    seen,
    lastSeenAt: lastSeenAt.toISOString(),
    status,
    contactIds,
    settledAt: settledAt?.toISOString() ?? null,
    ...(dismissedFor !== null && { dismissedFor }),
  };
}
