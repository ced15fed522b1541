import type { Api } from '../../e2e/api.mjs';

export const ACCESS = ['public', 'manager', 'operator', 'admin', 'internal'] as const;
export type Access = (typeof ACCESS)[number];
export const CALLERS = ['nobody', 'manager', 'operator', 'admin'] as const;
export type Caller = (typeof CALLERS)[number];

export interface Route {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly access: Access;
  readonly hasBody: boolean;
}

/** Every route of the product, from its own document. */
export async function documentedRoutes(api: Api): Promise<Route[]> {
  const document = await api.get('/api/openapi.json') as { paths: Record<string, Record<string, { 'x-tributary-access'?: Access; requestBody?: unknown }>> };
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const access = operation['x-tributary-access'];
      if (!access || !ACCESS.includes(access)) throw new Error(`${method} ${path} does not say who may call it: ${access}`);
      return { method: method.toUpperCase(), path, access, hasBody: operation.requestBody !== undefined };
    }),
  );
}

/** Whether the declared access lets this caller in. */
export function mayCall(caller: Caller, access: Access): boolean {
  if (access === 'public') return true;
  if (access === 'internal') return false;
  return CALLERS.indexOf(caller) >= CALLERS.indexOf(access);
}
