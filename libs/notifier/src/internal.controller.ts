import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ApiZod, RequestBody, ValidBody, ValidQuery } from '@tributary/platform';
import { z } from 'zod';
import { NOTIFIER_DEPS, type NotifierDeps } from './deps.js';
import { OpenFeeds } from './feed/open-feeds.js';
import { Recorder } from './record/recorder.js';

const NoticeQuery = z.strictObject({ contactId: z.string().min(1).max(100) });
type NoticeQuery = z.infer<typeof NoticeQuery>;

/** A thousand ids of each. */
const MAX_BODY_BYTES = 128 * 1024;
const EraseBody = z.strictObject({ contactIds: z.array(z.uuid()).max(1_000), leadIds: z.array(z.uuid()).max(1_000) });

/** That somebody was told of a contact. */
export interface Notice {
  readonly at: Date;
  /** Null: everybody, as the lead was in the open pool. */
  readonly managerId: string | null;
  /** As the feed's `event:`. */
  readonly kind: string;
}

export interface NotifierStats {
  readonly notices: number;
  readonly feedEntries: number;
  readonly openFeeds: number;
  readonly lagRecords: number;
  readonly lagOldestMs: number;
}

/** What other services of the hub ask the notifier. */
@Controller('internal/notifier')
export class InternalController {
  constructor(
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(OpenFeeds) private readonly feeds: OpenFeeds,
  ) {}

  @Get('notices')
  @Access('internal')
  @ApiZod({ summary: 'Who was told of a contact, and when; oldest first', query: NoticeQuery })
  async notices(@ValidQuery(NoticeQuery) { contactId }: NoticeQuery): Promise<{ items: Notice[] }> {
    const { rows } = await this.deps.pool.query<Notice>(
      'SELECT at, manager_id AS "managerId", kind FROM notifier.notice WHERE contact_id = $1 ORDER BY seq LIMIT 500',
      [contactId],
    );
    return { items: rows };
  }

  @Post('erase')
  @HttpCode(200)
  @Access('internal')
  @RequestBody({ as: 'json', maxBytes: MAX_BODY_BYTES })
  @ApiZod({ summary: 'Forget what was told of contacts and leads whose person is erased', body: EraseBody })
  async erase(@ValidBody(EraseBody) { contactIds, leadIds }: z.infer<typeof EraseBody>): Promise<{ entries: number }> {
    const { rowCount } = await this.deps.pool.query('DELETE FROM notifier.feed_entry WHERE lead_id = ANY($2::text[]) OR contact_id = ANY($1::text[])', [contactIds, leadIds]);
    return { entries: rowCount ?? 0 };
  }

  @Get('stats')
  @Access('internal')
  async stats(): Promise<NotifierStats> {
    // The lag first: what is not behind is in the tally then.
    const lag = await this.recorder.lag();
    const { rows } = await this.deps.pool.query<{ entries: string; notices: string }>('SELECT entries, notices FROM notifier.tally');
    return {
      notices: Number(rows[0]?.notices ?? 0),
      feedEntries: Number(rows[0]?.entries ?? 0),
      openFeeds: this.feeds.count,
      lagRecords: lag.records,
      lagOldestMs: lag.oldestMs,
    };
  }
}
