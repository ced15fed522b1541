import { createContext, use } from 'react';
import type { Me, Role } from '../api/types';

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('nobody is signed in here');
  return me;
}

export function useRole(...roles: readonly Role[]): boolean {
  return roles.includes(useMe().role);
}

/** Operators and administrators watch the connectors; managers see their own work. */
export function useIsOperator(): boolean {
  return useRole('operator', 'admin');
}
