import { Module } from '@nestjs/common';
import { AUTHENTICATOR, type Actor, type Authenticator, createLogger, createRuntime, internalAuthorization, loadConfig, ROLES, type Role, startHttp } from '@tributary/platform';
import { SecretBox } from '@tributary/storage';
import type { FastifyRequest } from 'fastify';
import type { Channel } from '../channel.js';
import { type ChannelDeps, channelModule } from '../channel.module.js';
import { type IntakeFixture, intakeFixture } from './fixture.js';

/** The channel module behind a real server on a free port. */
export interface HttpFixture extends IntakeFixture {
  readonly url: string;
  /** Calls the API with a role; a body goes as JSON. */
  api<Body = unknown>(role: Role | undefined, method: string, path: string, body?: unknown): Promise<{ status: number; body: Body & ProblemBody; headers: Headers }>;
  /** Asks an internal route, as another service would. */
  internal<Body>(path: string): Promise<Body>;
}

/** Members of a problem, so that a spec may ask for them without saying more. */
interface ProblemBody {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly detail: string }[];
}

class BearerOfRole implements Authenticator {
  authenticate({ headers }: FastifyRequest): Promise<Actor | undefined> {
    const role = ROLES.find((known) => headers.authorization === `Bearer ${known}`);
    return Promise.resolve(role && { role, name: role });
  }
}

@Module({ providers: [{ provide: AUTHENTICATOR, useClass: BearerOfRole }] })
class RolesModule {}

@Module({})
class ServerModule {}

export async function httpFixture(channels: readonly Channel[], changes: Partial<ChannelDeps> = {}): Promise<HttpFixture> {
  const fixture = await intakeFixture();
  const runtime = createRuntime(loadConfig({ PUBLIC_URL: 'https://hub.example' }), { log: createLogger({ level: 'silent' }) });
  const { pool, blobs, logReader, logWriter } = fixture;
  const module = await channelModule({ runtime, pool, logReader, logWriter, blobs, secrets: new SecretBox(Buffer.alloc(32, 7)), channels, ...changes });
  const { url } = await startHttp({ module: ServerModule, imports: [RolesModule, module] }, runtime, { host: '127.0.0.1', port: 0 });
  return {
    ...fixture,
    url,
    api: async <Body>(role: Role | undefined, method: string, path: string, body?: unknown) => {
      const response = await fetch(url + path, {
        method,
        headers: { ...(role && { authorization: `Bearer ${role}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Body & ProblemBody };
    },
    internal: async <Body>(path: string) => {
      const response = await fetch(url + path, { headers: { authorization: internalAuthorization(runtime.internalToken) } });
      return (await response.json()) as Body;
    },
    drop: async () => {
      await runtime.stop();
      await fixture.drop();
    },
  };
}
