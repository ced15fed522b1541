import { Controller, Post, Req, Res } from '@nestjs/common';
import { Access, ApiZod, readRawBody, RequestBody } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountStore } from '../accounts/account-store.js';
import { API_CHANNEL } from '../accounts/account-view.js';
import { apiAccount } from '../accounts/api-account.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

const PostQuery = z.object({ accountId: z.uuid().optional() });
const NamedAccount = z.object({ accountId: z.uuid() });

/** Contacts by programs of the company itself: the webhook of channel `api`, behind a role. */
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly endpoint: WebhookEndpoint,
    private readonly store: AccountStore,
    private readonly directory: AccountDirectory,
  ) {}

  @Post()
  @Access('operator')
  @RequestBody({ as: 'stream', maxBytes: 0 })
  @ApiZod({ summary: 'Hands in contacts; Idempotency-Key makes a repeat the same contact', query: PostQuery })
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const maxBytes = this.directory.channel(API_CHANNEL)?.webhook?.maxBodyBytes ?? 0;
    const body = await readRawBody(request, maxBytes);
    const running = await apiAccount(PostQuery.parse(request.query).accountId ?? namedIn(body), this.store, this.directory);
    await this.endpoint.serve(request, reply, running, '', (id) => ({ status: 202, body: { quarantineId: id } }), body);
  }
}

/** The account that the body names, if it is readable at all: what else is wrong with it the channel tells better. */
function namedIn(body: Buffer): string | undefined {
  try {
    return NamedAccount.safeParse(JSON.parse(body.toString())).data?.accountId;
  } catch {
    return undefined;
  }
}
