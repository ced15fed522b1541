import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

export const ROLES = ['admin', 'operator', 'manager'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. Plain data: it travels between services as it is. */
export const ActorSchema = z.object({
  role: z.enum(ROLES),
  userId: z.string().optional(),
  tokenId: z.string().optional(),
  /** The salesperson that this user is. */
  managerId: z.string().optional(),
  /** For the audit. */
  name: z.string(),
});
export type Actor = z.infer<typeof ActorSchema>;

/** The actor of a route that needs a role: `list(@ACTOR() actor: Actor)`. */
export const ACTOR = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().actor);

/** Tells who asks, or undefined when the request carries nothing valid. Nest token: `AUTHENTICATOR`. */
export interface Authenticator {
  authenticate(request: FastifyRequest): Promise<Actor | undefined>;
}
export const AUTHENTICATOR = Symbol('Authenticator');

export const ACTOR_HEADER = 'x-tributary-actor';

export function encodeActor(actor: Actor): string {
  return Buffer.from(JSON.stringify(actor)).toString('base64url');
}

/** Undefined when it is no actor. */
export function decodeActor(header: unknown): Actor | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    return ActorSchema.parse(JSON.parse(Buffer.from(header, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
