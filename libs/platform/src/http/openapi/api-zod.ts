import type { ZodType } from 'zod';
import { routeOption } from '../route-option.js';

/** What a route takes and gives, for the OpenAPI document. */
export interface RouteSchemas {
  readonly summary?: string;
  readonly body?: ZodType;
  readonly query?: ZodType;
  readonly response?: ZodType;
}

/** Documents a route by the schemas that check it. */
export function ApiZod(schemas: RouteSchemas): MethodDecorator {
  return routeOption('schemas', schemas);
}
