import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import type pg from 'pg';
import { z } from 'zod';
import { type IntakeCustody, intakeCustody } from '../custody/intake-custody.js';
import { BLOBS, INTAKE_POOL } from './tokens.js';

const Time = z.iso.datetime().transform((text) => new Date(text));
const CustodyQuery = z.strictObject({ from: Time, to: Time, after: z.uuid().optional(), deep: z.stringbool().default(false) });

/** Intake's side of an audit, for the console. */
@Controller('internal/intake/custody')
export class CustodyController {
  constructor(
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  @Get()
  @Access('internal')
  @ApiZod({ summary: 'Contacts received in whole minutes, how many were counted then, and what of them is missing', query: CustodyQuery })
  custody(@ValidQuery(CustodyQuery) { deep, ...window }: z.infer<typeof CustodyQuery>): Promise<IntakeCustody> {
    return intakeCustody(this.pool, this.blobs, window, deep);
  }
}
