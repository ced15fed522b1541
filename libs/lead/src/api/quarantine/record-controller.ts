import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery, parsePage, toPage, type Page } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { pageFields } from '../fields.js';
import { listQuarantinedRecords, type QuarantinedRecord } from './record-store.js';

const RecordsQuery = z.strictObject(pageFields);
const Position = z.tuple([z.iso.datetime(), z.string(), z.string()]);

export interface RecordView {
  readonly topic: string;
  /** Kafka's partition; null in the log of PostgreSQL, which has none. */
  readonly partition: number | null;
  readonly offset: string;
  readonly contactId: string | null;
  readonly revision: number | null;
  readonly accountId: string | null;
  readonly reason: { readonly stage: string; readonly detail: string };
  readonly sizeBytes: number;
  readonly createdAt: string;
  /** When the contact was stored after all. */
  readonly settledAt: string | null;
}

/** What stood on the log and could not be understood or stored, whoever wrote it there. */
@Controller('api/v1/quarantine/records')
export class RecordController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Records of the log that could not be understood or stored, newest first, with topic, partition and offset', query: RecordsQuery })
  async list(@ValidQuery(RecordsQuery) query: z.infer<typeof RecordsQuery>): Promise<Page<RecordView>> {
    const { limit, cursor } = parsePage(query, Position);
    const records = await listQuarantinedRecords(this.deps.pool, limit + 1, cursor);
    return toPage(records, limit, ({ createdAt, topic, offset }) => [createdAt.toISOString(), topic, offset], show);
  }
}

function show({ topic, offset, accountId, stage, reason, createdAt, resolvedAt, ...rest }: QuarantinedRecord): RecordView {
  const inPartition = /^(\d+)\/(\d+)$/.exec(offset);
  return {
    topic,
    partition: inPartition ? Number(inPartition[1]) : null,
    offset: inPartition?.[2] ?? offset,
    ...rest,
    accountId: accountId || null,
    reason: { stage, detail: reason },
    createdAt: createdAt.toISOString(),
    settledAt: resolvedAt?.toISOString() ?? null,
  };
}
