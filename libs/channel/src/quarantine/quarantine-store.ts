import type { BlobStore } from '@tributary/storage';
import type pg from 'pg';
import type { KeptOrigin, KeptRequest, QuarantineClass, QuarantineStage } from '../intake/submission.js';

export type QuarantineStatus = 'open' | 'replayed' | 'dismissed';

export interface QuarantinedPayload {
  readonly id: string;
  readonly accountId: string;
  readonly receivedAt: Date;
  readonly stage: QuarantineStage;
  readonly failureClass: QuarantineClass;
  readonly code: string;
  readonly detail: string;
  readonly mediaType: string;
  readonly sha256: Buffer;
  readonly sizeBytes: number;
  /** How often these very bytes came. */
  readonly seen: number;
  readonly lastSeenAt: Date;
  readonly status: QuarantineStatus;
  readonly contactIds: readonly string[];
  readonly settledAt: Date | null;
  /** Why it was dismissed. */
  readonly dismissedFor: string | null;
  readonly request: KeptRequest | KeptOrigin;
}

export interface QuarantineFilter {
  readonly accountId?: string;
  readonly status?: QuarantineStatus;
  readonly code?: string;
  readonly stage?: QuarantineStage;
}

const COLUMNS = `id, account_id as "accountId", received_at as "receivedAt", stage, failure_class as "failureClass", code, detail,
  media_type as "mediaType", sha256, size_bytes as "sizeBytes", seen, last_seen_at as "lastSeenAt", status,
  contact_ids as "contactIds", settled_at as "settledAt", dismissed_for as "dismissedFor", request`;

export class QuarantineStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly blobs: BlobStore,
  ) {}

  /** Newest first. */
  async list(filter: QuarantineFilter, limit: number, after?: readonly [string, string]): Promise<QuarantinedPayload[]> {
    const { rows } = await this.pool.query<QuarantinedPayload>(
      `select ${COLUMNS} from intake.quarantine
        where ($2::uuid is null or account_id = $2) and ($3::text is null or status = $3) and ($4::text is null or code = $4) and ($7::text is null or stage = $7)
          and ($5::timestamptz is null or (received_at, id) < ($5, $6::uuid))
        order by received_at desc, id desc limit $1`,
      [limit, filter.accountId ?? null, filter.status ?? null, filter.code ?? null, after?.[0] ?? null, after?.[1] ?? null, filter.stage ?? null],
    );
    return rows;
  }

  async find(id: string): Promise<QuarantinedPayload | undefined> {
    const { rows } = await this.pool.query<QuarantinedPayload>(`select ${COLUMNS} from intake.quarantine where id = $1`, [id]);
    return rows[0];
  }

  /** The bytes as they came. @throws BlobCorruptError */
  async raw({ id, sha256 }: QuarantinedPayload): Promise<Buffer> {
    const { rows } = await this.pool.query<{ raw: Buffer | null }>('select raw from intake.quarantine where id = $1', [id]);
    return rows[0]?.raw ?? this.blobs.read(sha256.toString('hex'));
  }

  /** A replay failed as well: the newest reason counts. */
  async noteFailure(id: string, { stage, failureClass, code, detail }: Pick<QuarantinedPayload, 'stage' | 'failureClass' | 'code' | 'detail'>): Promise<void> {
    await this.pool.query('update intake.quarantine set stage = $2, failure_class = $3, code = $4, detail = $5 where id = $1', [id, stage, failureClass, code, detail]);
  }
}
