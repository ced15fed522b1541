import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Access, ApiZod, ValidQuery } from '@tributary/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CHAIN_PURPOSE } from '../custody/chain.js';
import { exportCustody } from '../custody/export-custody.js';
import { LEAD_DEPS, type LeadDeps } from '../deps.js';
import { Time } from './fields.js';

const ExportQuery = z.strictObject({ from: Time, to: Time });

/** Custody as a file that can be checked without the hub. */
@Controller('api/v1/custody/export')
export class ExportController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('admin')
  @ApiZod({ summary: 'Custody of the contacts received in a window, a chained line each; `npm run custody:verify` checks the file', query: ExportQuery })
  async download(@ValidQuery(ExportQuery) window: z.infer<typeof ExportQuery>, @Res() reply: FastifyReply): Promise<void> {
    const { pool, secrets } = this.deps;
    const day = (time: Date): string => time.toISOString().slice(0, 10);
    await reply
      .header('content-type', 'application/x-ndjson')
      .header('content-disposition', `attachment; filename="custody-${day(window.from)}-${day(window.to)}.ndjson"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(exportCustody(pool, secrets.derive(CHAIN_PURPOSE), window)));
  }
}
