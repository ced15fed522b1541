import type { Me } from '../api/types';

/**
 * What somebody writes here is nobody else's: it outlives a session that has run out, for whoever wrote it, and is forgotten when they sign
 * out or somebody else signs in.
 */

/** Of texts in session storage: what follows it is the user, then a dash. */
export const DRAFTS = 'tributary-draft-';

const forgetting = new Set<() => void>();
let owner: string | undefined;

export function nameOf({ id, name }: Me): string {
  return id ?? name;
}

/** For what is kept in memory. */
export function whenForgotten(forget: () => void): void {
  forgetting.add(forget);
}

/** To be told each time the server says who is signed in. */
export function isThere(me: Me): void {
  const now = nameOf(me);
  if (owner !== now) forget((key) => key.startsWith(`${DRAFTS}${now}-`));
  owner = now;
}

export function hasSignedOut(): void {
  forget(() => false);
  owner = undefined;
}

function forget(stays: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS) && !stays(key)) sessionStorage.removeItem(key);
  } catch {
    // Storage is forbidden: nothing is there.
  }
  // Last: they may look into the storage again.
  for (const each of forgetting) each();
}
