import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, RequestBody, ValidBody } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import type pg from 'pg';
import { z } from 'zod';
import { eraseContacts, type Erased } from '../erase/erase-contacts.js';
import { ErasedFilesWaitError } from '../erase/erased-blobs.js';
import { BLOBS, INTAKE_POOL } from './tokens.js';

/** A thousand ids of each. */
const MAX_BODY_BYTES = 128 * 1024;
const RETRY_AFTER_SECONDS = '30';
const EraseBody = z.strictObject({ contactIds: z.array(z.uuid()).min(1).max(1_000) });

/** Intake's part when a person is erased, for the lead service. */
@Controller('internal/intake/erase')
export class EraseController {
  constructor(
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  @Post()
  @HttpCode(200)
  @Access('internal')
  @RequestBody({ as: 'json', maxBytes: MAX_BODY_BYTES })
  @ApiZod({ summary: 'Erase contacts with their raw bytes and files', body: EraseBody })
  async erase(@ValidBody(EraseBody) { contactIds }: z.infer<typeof EraseBody>): Promise<Erased> {
    try {
      return await eraseContacts(this.pool, this.blobs, contactIds);
    } catch (cause) {
      if (!(cause instanceof ErasedFilesWaitError)) throw cause;
      throw new Problem(503, 'erased-files-wait', { params: { count: cause.count }, headers: { 'retry-after': RETRY_AFTER_SECONDS }, cause });
    }
  }
}
