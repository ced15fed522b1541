import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AUTHENTICATOR, OpenApi } from '@tributary/platform';
import type { FastifyInstance } from 'fastify';
import { AuditController } from './audit/audit.controller.js';
import { auditChanges } from './audit/audit-hooks.js';
import { AuditRunner } from './custody/audit-runner.js';
import { CustodyAuditor } from './custody/custody-auditor.js';
import { CustodyController } from './custody/custody.controller.js';
import { CustodyStore } from './custody/custody-store.js';
import { CONSOLE_DEPS, type ConsoleDeps } from './deps.js';
import { DemoController } from './demo/demo.controller.js';
import { apiDocuments } from './door/api-documents.js';
import { openDoor } from './door/door.js';
import { PageController } from './pages/page.controller.js';
import { PageFiles } from './pages/page-files.js';
import { SetupController } from './setup/setup.controller.js';
import { ActorCache } from './sign-in/actor-cache.js';
import { AttemptLimits } from './sign-in/attempt-limits.js';
import { SessionAuthenticator } from './sign-in/session-authenticator.js';
import { SessionController } from './sign-in/session.controller.js';
import { SessionCookie } from './sign-in/session-cookie.js';
import { ServiceAddresses } from './stats/service-addresses.js';
import { ServiceFigures } from './stats/service-figures.js';
import { StatsController } from './stats/stats.controller.js';
import './texts/console-texts.js';
import { TokenController } from './tokens/token.controller.js';
import { UserController } from './users/user.controller.js';

/** The public door: pages, users, sessions, tokens, audit; and the way to services that run elsewhere. */
@Module({})
export class ConsoleModule implements OnModuleInit {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(CustodyAuditor) private readonly auditor: CustodyAuditor,
    @Inject(OpenApi) private readonly openApi: OpenApi,
  ) {}

  async onModuleInit(): Promise<void> {
    const server = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    auditChanges(server, this.deps);
    await openDoor(server, this.deps.runtime, this.deps.localServices);
    this.openApi.joinWith(() => apiDocuments(this.deps.runtime, this.deps.localServices));
    this.auditor.start();
  }
}

/** The console as a Nest module. Call {@link firstStart} before, so that somebody can sign in. */
export function consoleModule({ runtime, pool, localServices, demo }: ConsoleDeps): DynamicModule {
  const deps: ConsoleDeps = { runtime, pool, localServices, demo };
  runtime.health.addCheck('console database', async () => {
    await pool.query('select 1');
    return { ok: true };
  });
  return {
    module: ConsoleModule,
    controllers: [SessionController, SetupController, UserController, TokenController, AuditController, StatsController, CustodyController, DemoController, PageController],
    providers: [
      { provide: CONSOLE_DEPS, useValue: deps },
      { provide: SessionCookie, useValue: new SessionCookie(runtime.config.publicUrl) },
      { provide: ActorCache, useValue: new ActorCache() },
      AttemptLimits,
      PageFiles,
      ServiceAddresses,
      ServiceFigures,
      { provide: CustodyStore, useValue: new CustodyStore(pool) },
      AuditRunner,
      CustodyAuditor,
      { provide: AUTHENTICATOR, useClass: SessionAuthenticator },
    ],
  };
}
