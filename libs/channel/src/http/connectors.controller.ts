import { Controller, Get, Inject, Req } from '@nestjs/common';
import { Access, ApiZod, pickLocale } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountStore } from '../accounts/account-store.js';
import { connectors } from '../accounts/connectors.js';
import { INTAKE_POOL } from './tokens.js';

@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
    private readonly store: AccountStore,
    private readonly directory: AccountDirectory,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'How every account is: credential, consumer, traffic, quarantine, latest failure' })
  async list(@Req() request: FastifyRequest) {
    const locale = pickLocale(request.headers['accept-language']);
    return { items: await connectors(this.pool, this.store, this.directory, locale), nextCursor: null };
  }
}
