import { type ApiDocument, type Runtime, serviceClient } from '@tributary/platform';
import { z } from 'zod';
import { urlsOf } from './door.js';
import { PASSED_ON } from './passed-on.js';

const Document = z.looseObject({ paths: z.record(z.string(), z.looseObject({})), components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})).optional() }).optional() });

/** What services that run elsewhere say of their routes. One that is away is left out: the rest is worth having. */
export async function apiDocuments(runtime: Runtime, localServices: readonly string[]): Promise<readonly ApiDocument[]> {
  const services = [...new Set(PASSED_ON.map(({ service }) => service))].filter((service) => !localServices.includes(service) && urlsOf(runtime, service).length > 0);
  const asked = services.map((service) =>
    serviceClient(runtime, ...urlsOf(runtime, service)).call('/api/openapi.json', { answer: Document }).catch((err: unknown) => {
      runtime.log.warn({ err, service }, 'a service could not be asked for its routes');
      return undefined;
    }),
  );
  return (await Promise.all(asked)).filter((document) => document !== undefined);
}
