import type { AddressInfo } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { NestLog } from '../runtime/nest-log.js';
import type { Runtime } from '../runtime/runtime.js';
import { AUTHENTICATOR, type Authenticator } from './actor.js';
import { HttpAdapter } from './adapter.js';
import { checkAddresses } from './address-rules.js';
import { drainUnreadBodies } from './drain-unread.js';
import { GracefulClose } from './graceful-close.js';
import { guardRoutes } from './guard.js';
import { OpenApi } from './openapi/openapi.js';
import { PlatformModule } from './platform-module.js';
import { ProblemFilter } from './problem-filter.js';
import { readBodies } from './request-body.js';
import { measureRequests } from './request-metrics.js';
import { RouteList, type Route } from './routes.js';
import { addSecurityHeaders } from './security-headers.js';
import { answerUnknownRoutes } from './unknown-route.js';

export interface HttpServer {
  /** Without a trailing slash; the port is the real one. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly routes: readonly Route[];
  /** Stops listening, lets requests under way end (10 s), then cuts them. `runtime.stop()` calls it as well. */
  close(): Promise<void>;
}

/**
 * Serves a module, with everything that holds for each route: guard, limits, problems, headers, health, metrics.
 * @param listen  instead of the configured HOST and PORT; port 0 takes a free one
 * @throws Error  a route carries no `@Access`, or the address can't be had
 */
export async function startHttp(parts: DynamicModule, runtime: Runtime, listen: { host?: string; port?: number } = {}): Promise<HttpServer> {
  const adapter = new HttpAdapter(runtime);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  const routes = new RouteList();

  routes.watch(server);
  addSecurityHeaders(server, runtime.config.publicUrl);
  checkAddresses(server);
  const guard = guardRoutes(server, runtime);
  readBodies(server);
  measureRequests(server, runtime.metrics);
  drainUnreadBodies(server);
  const gracefulClose = new GracefulClose(server);
  answerUnknownRoutes(server);

  const app = await NestFactory.create<NestFastifyApplication>(PlatformModule.around(parts, runtime), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(runtime.log),
  });
  app.useGlobalFilters(new ProblemFilter(runtime.log));
  guard.useAuthenticator(findAuthenticator(app));
  await app.init();
  await server.ready();
  routes.requireAccess();
  app.get(OpenApi).describe(app, routes.list());

  const { host, port } = { host: listen.host ?? runtime.config.host, port: listen.port ?? runtime.config.port };
  await app.listen(port, host).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EADDRINUSE' ? new Error(`port ${port} is taken by another process: stop it, or set PORT`, { cause }) : cause;
  });
  const close = () => gracefulClose.close(app);
  runtime.onStop(({ handOverMs }) => gracefulClose.close(app, handOverMs), 'listener');
  const bound = app.getHttpServer().address() as AddressInfo;
  const url = `http://${shownHost(host)}:${bound.port}`;
  runtime.log.info({ url }, 'listening');
  return { url, app, routes: routes.list(), close };
}

/** Brought by the console's module, wherever it stands in the tree. */
function findAuthenticator(app: NestFastifyApplication): Authenticator | undefined {
  const holder = [...app.get(ModulesContainer).values()].find(({ providers }) => providers.has(AUTHENTICATOR));
  return holder?.providers.get(AUTHENTICATOR)?.instance as Authenticator | undefined;
}

/** A wildcard address is none that one can call. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
