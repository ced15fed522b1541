import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { ACTOR, Access, type Actor, ApiZod, ValidQuery, whenRevoked } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NOTIFIER_DEPS, type NotifierDeps } from '../deps.js';
import { viewerOf } from './feed-entry.js';
import { feedStream } from './feed-stream.js';
import { FeedTail } from './feed-tail.js';
import { OpenFeeds } from './open-feeds.js';
import { resumePoint } from './resume-point.js';

const FeedQuery = z.strictObject({ since: z.string().max(40).optional() });
type FeedQuery = z.infer<typeof FeedQuery>;

/** What happens to leads, as it happens. */
@Controller('api/v1/feed')
export class FeedController {
  constructor(
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
    @Inject(FeedTail) private readonly tail: FeedTail,
    @Inject(OpenFeeds) private readonly feeds: OpenFeeds,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'What happens to leads, as server-sent events; goes on after Last-Event-ID or `since` (an id or a time)', query: FeedQuery })
  async feed(
    @ACTOR() actor: Actor,
    @ValidQuery(FeedQuery) { since }: FeedQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const point = resumePoint(lastEventId, since);
    const place = point === 'now' ? this.tail.newest : 'after' in point ? point.after : await this.tail.placeOf(point.since);
    const ended = this.feeds.add(request.raw.socket, this.deps.runtime.stopping, whenRevoked(request, reply));
    void reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // nginx would hold messages back.
      .header('x-accel-buffering', 'no')
      .send(feedStream(this.tail, { place, viewer: viewerOf(actor), ended }));
  }
}
