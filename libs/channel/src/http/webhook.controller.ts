import { All, Controller, Param, Req, Res } from '@nestjs/common';
import { Access, RequestBody } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { API_CHANNEL, FORM_CHANNEL } from '../accounts/account-view.js';
import type { Acknowledge } from './receive.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

/** The channel's own limit is applied when the account is known; this one is for the description only. */
const STREAM = { as: 'stream', maxBytes: 0 } as const;

/** A form's visitor sees what any other visitor sees: it was accepted. */
const acceptedForm: Acknowledge = (id) => ({ status: 202, body: { id } });
/** Providers look at the status alone, and some take anything but 200 for a failure. */
const acceptedWebhook: Acknowledge = () => ({ status: 200 });

/** Public addresses of accounts. */
@Controller()
export class WebhookController {
  constructor(private readonly endpoint: WebhookEndpoint) {}

  @All(['f/:accountId', 'f/:accountId/*'])
  @Access('public')
  @RequestBody(STREAM)
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('accountId') accountId: string): Promise<void> {
    return this.endpoint.handle(request, reply, accountId, pathAfter(request, 2), (channel) => channel === FORM_CHANNEL, acceptedForm);
  }

  @All(['webhooks/:channel/:accountId', 'webhooks/:channel/:accountId/*'])
  @Access('public')
  @RequestBody(STREAM)
  webhook(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('channel') named: string,
    @Param('accountId') accountId: string,
  ): Promise<void> {
    const accepts = (channel: string) => channel === named && channel !== FORM_CHANNEL && channel !== API_CHANNEL;
    return this.endpoint.handle(request, reply, accountId, pathAfter(request, 3), accepts, acceptedWebhook);
  }
}

/** "" or "/...": the address after so many segments, as it was sent. */
function pathAfter({ url }: FastifyRequest, segments: number): string {
  const rest = url.split('?', 1)[0]?.split('/').slice(segments + 1) ?? [];
  return rest.length > 0 ? `/${rest.join('/')}` : '';
}
