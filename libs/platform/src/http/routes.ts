import type { FastifyInstance, RouteOptions as FastifyRouteOptions } from 'fastify';
import type { AccessLevel } from './access.js';
import type { RouteSchemas } from './openapi/api-zod.js';

/** One route as the server has it. */
export interface Route {
  readonly method: string;
  /** With `:name` and `*`. */
  readonly url: string;
  readonly access: AccessLevel;
  readonly schemas?: RouteSchemas;
}

/** Every route of a server. The server itself is asked, so a route made by a plugin is here as well. */
export class RouteList {
  private readonly found: { method: string; url: string; access: AccessLevel | undefined; schemas: RouteSchemas | undefined }[] = [];

  /** Call before any route is made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url, config }: FastifyRouteOptions) => {
      for (const one of [method].flat()) this.found.push({ method: one, url, access: config?.access, schemas: config?.schemas });
    });
  }

  /** @throws Error  a route doesn't say who may call it; names them all */
  requireAccess(): void {
    const open = this.found.filter(({ access }) => access === undefined);
    if (open.length > 0) throw new Error(`routes without @Access: ${open.map(({ method, url }) => `${method} ${url}`).join(', ')}`);
  }

  /** HEAD comes with every GET and is not told apart. */
  list(): Route[] {
    return this.found.flatMap(({ access, method, ...route }) => (access === undefined || method === 'HEAD' ? [] : [{ ...route, method, access }]));
  }
}
