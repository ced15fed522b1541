import type { Actor } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';

/** What a handler knows about its change that the door can't see. */
export interface AuditNote {
  /** Who it was, where the request itself doesn't tell (signing in). */
  readonly actor?: Actor;
  /** What was made or changed, where the address doesn't name it. */
  readonly objectId?: string;
  /** Names of the body's fields, where the body isn't parsed here (requests that are passed on). */
  readonly fields?: readonly string[];
}

const notes = new WeakMap<FastifyRequest, AuditNote>();

/** Adds to what the audit will say of this request. */
export function noteAudit(request: FastifyRequest, note: AuditNote): void {
  notes.set(request, { ...notes.get(request), ...note });
}

export function auditNoteOf(request: FastifyRequest): AuditNote {
  return notes.get(request) ?? {};
}
