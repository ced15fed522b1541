import { RouteConfig } from '@nestjs/platform-fastify';
import type { AccessLevel } from './access.js';
import type { RouteSchemas } from './openapi/api-zod.js';
import type { BodyPlan } from './request-body.js';

/** What our decorators say about a route; Fastify keeps it as the route's `config`. */
export interface RouteOptions {
  access?: AccessLevel;
  body?: BodyPlan;
  schemas?: RouteSchemas;
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteOptions {
    /** Set by Fastify. */
    readonly url?: string;
  }
}

const declared = new WeakMap<object, RouteOptions>();

/** A decorator that sets one option; each may be said once. */
export function routeOption<K extends keyof RouteOptions>(name: K, value: NonNullable<RouteOptions[K]>): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const options = declared.get(handler) ?? {};
    if (options[name] !== undefined) throw new TypeError(`${target.constructor.name}.${String(key)} declares its ${name} twice`);
    options[name] = value;
    declared.set(handler, options);
    RouteConfig(options)(target, key, descriptor);
  };
}
