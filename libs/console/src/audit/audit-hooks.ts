import { Problem, isStorageUnavailable, type Runtime } from '@tributary/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { auditNoteOf } from './audit-note.js';
import { auditTarget } from './audit-target.js';
import { beginAudit, endAudit, type AuditEntry, type Outcome } from './audit-store.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Attempts of strangers that are written down, a minute and address; a flood of them must not fill the disk. */
const STRANGERS_PER_MINUTE = 30;
const RETRY_AFTER_SECONDS = '2';

/**
 * Audits every change through the API, whichever service makes it: before it begins, and again when its answer is known.
 * What can't be written down isn't begun. Of strangers who knock too often (signing in is open to all) only those are
 * written down who turn out to be somebody.
 */
export function auditChanges(server: FastifyInstance, { pool, runtime }: { pool: Pool; runtime: Runtime }): void {
  const begun = new WeakMap<FastifyRequest, string>();
  const strangers = new RateLimiterMemory({ points: STRANGERS_PER_MINUTE, duration: 60 });

  server.addHook('preHandler', async (request) => {
    if (isAudited(request) && (request.actor || (await mayNote(request)))) begun.set(request, await begin(request));
  });

  server.addHook('onSend', async (request, reply, payload) => {
    if (!isAudited(request)) return payload;
    const id = begun.get(request);
    try {
      if (id !== undefined) await end(request, id, reply.statusCode);
      else await noteLate(request, reply.statusCode);
    } catch (err) {
      // The change is done or refused already; its row stays "started", which says that its end is not known.
      runtime.log.error({ err, requestId: request.id, auditId: id }, 'the end of a change could not be audited');
    }
    return payload;
  });

  async function begin(request: FastifyRequest): Promise<string> {
    try {
      return await beginAudit(pool, entryOf(request));
    } catch (cause) {
      if (!isStorageUnavailable(cause)) throw cause;
      throw new Problem(503, 'storage-unavailable', { headers: { 'retry-after': RETRY_AFTER_SECONDS }, cause });
    }
  }

  async function end(request: FastifyRequest, id: string, status: number): Promise<void> {
    const { actor, objectId } = auditNoteOf(request);
    await endAudit(pool, id, { outcome: outcomeOf(status), status, actor: request.actor ?? actor, objectId });
  }

  /** Refused before it began, or by somebody who was a stranger when it did. */
  async function noteLate(request: FastifyRequest, status: number): Promise<void> {
    const outcome = outcomeOf(status);
    if (outcome === 'failed') return;
    const entry = entryOf(request);
    if (entry.actor || (await mayNote(request))) await beginAudit(pool, entry, { outcome, status });
  }

  async function mayNote(request: FastifyRequest): Promise<boolean> {
    return strangers.consume(request.clientAddress()).then(
      () => true,
      () => false,
    );
  }
}

/** Changes by the API. Form posts and webhooks are contacts, not changes: custody tells their way. */
function isAudited(request: FastifyRequest): boolean {
  const { url } = request.routeOptions;
  return url !== undefined && url.startsWith('/api/') && !SAFE_METHODS.has(request.method);
}

function entryOf(request: FastifyRequest): AuditEntry {
  const { actor, objectId, fields } = auditNoteOf(request);
  const target = auditTarget(request);
  return {
    actor: request.actor ?? actor,
    method: request.method,
    route: target.route,
    objectId: target.objectId ?? objectId,
    fields: fields ?? fieldNames(request.body),
    requestId: request.id,
    clientAddress: request.clientAddress(),
  };
}

const MAX_FIELDS = 50;
const MAX_NAME_LENGTH = 100;

/** Top-level names of a JSON body, bounded: they are a stranger's text. */
export function fieldNames(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const names = Object.keys(body).slice(0, MAX_FIELDS);
  return names.map((name) => name.replaceAll('\0', '').slice(0, MAX_NAME_LENGTH));
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return 'done';
  return isRefusal(status) ? 'refused' : 'failed';
}
