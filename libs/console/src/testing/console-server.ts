import type { HttpServer } from '@tributary/platform';
import { startHttp } from '@tributary/platform';
import { testRuntime } from '@tributary/platform/testing';
import { testDatabase } from '@tributary/storage/testing';
import type { Pool } from 'pg';
import { consoleModule } from '../console.module.js';
import { consoleSchema } from '../schema.js';
import { firstStart } from '../setup/first-start.js';

export const ADMIN = { email: 'Admin@Example.com', password: 'correct horse battery' } as const;
export const API_TOKEN = 'token-of-the-settings';

type Environment = Record<string, string>;

interface Json {
  readonly [key: string]: Json & string & number;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** JSON, of whatever shape: specs compare it. */
  readonly body: Json;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string;
  readonly cookie?: string;
}

/** A console with its own database, as one hub process has it. */
export interface TestConsole {
  readonly url: string;
  readonly pool: Pool;
  readonly setupUrl: string | undefined;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** @returns the session's cookie, `name=value` */
  signIn(credentials?: { email: string; password: string }): Promise<string>;
  /** Another process of the same installation. */
  another(env?: Environment, localServices?: string[]): Promise<TestConsole>;
  stop(): Promise<void>;
}

/** With the first admin {@link ADMIN} and the token {@link API_TOKEN}, unless `env` says otherwise. */
export async function testConsole(env?: Environment, localServices?: string[]): Promise<TestConsole> {
  const database = await testDatabase([consoleSchema]);
  const pool = database.pool(consoleSchema);
  const console = await serve(pool, env ?? settings(), localServices);
  return {
    ...console,
    stop: async () => {
      await console.stop();
      await database.drop();
    },
  };
}

export function settings(more: Environment = {}): Environment {
  return { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password, TRIBUTARY_API_TOKEN: API_TOKEN, ...more };
}

async function serve(pool: Pool, env: Environment, localServices: string[] = ['form', 'lead', 'notifier']): Promise<TestConsole> {
  const runtime = testRuntime(env);
  const { setupUrl } = await firstStart(pool, runtime.config);
  const server: HttpServer = await startHttp(consoleModule({ runtime, pool, localServices }), runtime, { host: '127.0.0.1', port: 0 });
  const call: TestConsole['call'] = (method, path, options) => request(server.url, method, path, options);
  return {
    url: server.url,
    pool,
    setupUrl,
    call,
    signIn: async (credentials = ADMIN) => cookieOf(await call('POST', '/api/v1/session', { body: credentials })),
    another: (otherEnv = env, otherServices = localServices) => serve(pool, otherEnv, otherServices),
    stop: () => runtime.stop(),
  };
}

/** `name=value` of the first cookie that the answer sets. */
export function cookieOf(answer: Answer): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function request(url: string, method: string, path: string, { body, headers, token, cookie }: CallOptions = {}): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      'accept-language': 'en',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
