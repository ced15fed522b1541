import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { loadConfig, type Environment } from './config/config.js';
import { ACTOR_HEADER, encodeActor, type Actor } from './http/actor.js';
import { internalAuthorization } from './http/internal-token.js';
import { startHttp, type HttpServer } from './http/start-http.js';
import { createLogger } from './runtime/log.js';
import { createRuntime, type Runtime } from './runtime/runtime.js';

/** A runtime for specs: silent, nothing of the real environment. Stop it at the end. */
export function testRuntime(env: Environment = {}): Runtime {
  return createRuntime(loadConfig(env), { log: createLogger({ level: 'silent' }) });
}

/** Serves controllers and providers on a free port of this machine. */
export function serveForTest(runtime: Runtime, parts: Omit<ModuleMetadata, 'exports'>): Promise<HttpServer> {
  class Parts {}
  const module: DynamicModule = { module: Parts, ...parts };
  return startHttp(module, runtime, { host: '127.0.0.1', port: 0 });
}

/** Headers of a request that the door forwards for somebody: any role without a console. */
export function headersOf(runtime: Runtime, actor: Actor): Record<string, string> {
  return { authorization: internalAuthorization(runtime.internalToken), [ACTOR_HEADER]: encodeActor(actor) };
}
