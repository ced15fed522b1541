import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ApiZod, encodeCursor, parsePage, ValidBody } from '@tributary/platform';
import type pg from 'pg';
import { z } from 'zod';
import { AccountDirectory } from '../accounts/account-directory.js';
import { UnavailableError } from '../intake/errors.js';
import { dismissSelected, type QuarantineGroup, quarantineGroups } from '../quarantine/quarantine-groups.js';
import { QuarantineStore } from '../quarantine/quarantine-store.js';
import { Replayer } from '../quarantine/replay.js';
import { type ReplayedPart, replaySelected } from '../quarantine/replay-selected.js';
import { Code, CursorPosition, Reason, Stage } from './quarantine.controller.js';
import { runningAccount } from './running-account.js';
import { INTAKE_POOL } from './tokens.js';
import { unavailable } from './webhook-endpoint.js';

const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** Open payloads of one account: of a group (`stage`, `code`), of a window (`from`, `to`), of both, or all. */
const Selection = z.strictObject({ accountId: z.uuid(), stage: Stage.optional(), code: Code.optional(), from: Time.optional(), to: Time.optional() });
const ReplayRequest = Selection.extend({ dryRun: z.boolean().default(false), cursor: z.string().optional() });
const Dismissal = Selection.extend({ reason: Reason });

/** Quarantine by cause: what has one cause is mended, replayed or put away together. */
@Controller('api/v1/quarantine')
export class QuarantineGroupsController {
  constructor(
    private readonly store: QuarantineStore,
    private readonly directory: AccountDirectory,
    private readonly replayer: Replayer,
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Get('groups')
  @Access('operator')
  @ApiZod({ summary: 'Open payloads by account and cause, the largest group first' })
  async groups(): Promise<{ items: QuarantineGroup[]; nextCursor: null }> {
    return { items: await quarantineGroups(this.pool), nextCursor: null };
  }

  @Post('replay')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Parses the next 100 open payloads of a group or window again, oldest first; with `dryRun` nothing is stored', body: ReplayRequest })
  async replay(@ValidBody(ReplayRequest) { dryRun, cursor, ...selection }: z.infer<typeof ReplayRequest>): Promise<Omit<ReplayedPart, 'last'> & { nextCursor: string | null }> {
    const { cursor: after } = parsePage({ cursor }, CursorPosition);
    const running = await runningAccount(this.directory, selection.accountId);
    const { pool, store, replayer } = this;
    const { last, ...part } = await replaySelected({ pool, store, replayer }, running, selection, { dryRun, after }).catch((cause: unknown) => {
      throw cause instanceof UnavailableError ? unavailable(cause, cause.retryAfterSeconds) : cause;
    });
    return { ...part, nextCursor: last ? encodeCursor(last) : null };
  }

  @Post('dismiss')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Puts open payloads of a group or window away, with the reason; their bytes stay', body: Dismissal })
  async dismiss(@ValidBody(Dismissal) { reason, ...selection }: z.infer<typeof Dismissal>): Promise<{ dismissed: number }> {
    return { dismissed: await dismissSelected(this.pool, selection, reason) };
  }
}
