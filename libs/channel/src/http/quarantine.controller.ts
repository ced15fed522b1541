import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidQuery, parsePage, toPage } from '@tributary/platform';
import { z } from 'zod';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { UnavailableError } from '../intake/errors.js';
import { type QuarantinedPayload, QuarantineStore } from '../quarantine/quarantine-store.js';
import { Replayer, ReplayFailedError } from '../quarantine/replay.js';
import '../texts.js';
import { uuidOr404 } from './ids.js';
import { unavailable } from './webhook-endpoint.js';

const ListQuery = z.strictObject({
  limit: z.string().optional(),
  cursor: z.string().optional(),
  accountId: z.uuid().optional(),
  status: z.enum(['open', 'replayed', 'dismissed']).optional(),
  code: z.string().max(100).optional(),
});
const CursorPosition = z.tuple([z.iso.datetime(), z.uuid()]);
/** More isn't for looking at in an answer. */
const MAX_SHOWN_BYTES = 1024 * 1024;

@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly store: QuarantineStore,
    private readonly directory: AccountDirectory,
    private readonly replayer: Replayer,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Payloads that could not be understood or stored, newest first', query: ListQuery })
  async list(@ValidQuery(ListQuery) query: z.infer<typeof ListQuery>) {
    const { limit, cursor } = parsePage(query, CursorPosition);
    const payloads = await this.store.list(query, limit + 1, cursor);
    return toPage(payloads, limit, ({ receivedAt, id }) => [receivedAt.toISOString(), id], show);
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
    const contactIds = await this.#replay(payload, await this.#running(payload));
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

  async #running({ accountId }: QuarantinedPayload): Promise<RunningAccount> {
    try {
      const running = await this.directory.find(accountId);
      if (running) return running;
    } catch (cause) {
      if (cause instanceof AccountFaultError) throw new Problem(409, 'account-faulty', { cause });
      throw cause;
    }
    throw new Problem(409, 'account-deleted');
  }

  async #find(id: string): Promise<QuarantinedPayload> {
    const payload = await this.store.find(uuidOr404(id));
    if (!payload) throw new Problem(404, 'not-found');
    return payload;
  }
}

function show(payload: QuarantinedPayload) {
  const { id, accountId, receivedAt, stage, failureClass, code, detail, mediaType, sizeBytes, sha256, seen, lastSeenAt, status, contactIds, settledAt } = payload;
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
  };
}
