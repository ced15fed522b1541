import type { Role } from './actor.js';
import { routeOption } from './route-option.js';

/** Who may call a route. A role includes those above it: admin > operator > manager. `internal`: services of this hub only. */
export type AccessLevel = Role | 'public' | 'internal';

const RANK: Readonly<Record<Role, number>> = { manager: 1, operator: 2, admin: 3 };

/** Every route carries exactly one; without it the start fails. */
export function Access(level: AccessLevel): MethodDecorator {
  return routeOption('access', level);
}

export function mayUse(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}
