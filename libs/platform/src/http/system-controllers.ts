import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Readiness } from '../runtime/health.js';
import { RUNTIME, type Runtime } from '../runtime/runtime.js';
import { Access } from './access.js';

const RETRY_AFTER_SECONDS = 2;

@Controller('health')
export class HealthController {
  constructor(@Inject(RUNTIME) private readonly runtime: Runtime) {}

  /** Answers while the event loop turns: only a process that hangs should be killed for it. */
  @Get('live')
  @Access('public')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.runtime.health.readiness();
    if (readiness.status === 'unavailable') void reply.code(503).header('retry-after', RETRY_AFTER_SECONDS);
    void reply.header('cache-control', 'no-store');
    return readiness;
  }
}

/** Open, as scrapers expect; it holds figures per account and channel, nothing of a person. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(RUNTIME) private readonly runtime: Runtime) {}

  @Get()
  @Access('public')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.runtime.metrics.render();
    void reply.header('content-type', contentType);
    return text;
  }
}
