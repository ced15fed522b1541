import type { Catalogue } from './catalogue.js';

/** Says of each object that differs what it was and what it is: `index lead_open: missing`. */
export function driftBetween(recorded: Catalogue, found: Catalogue): string[] {
  const drift: string[] = [];
  for (const [object, definition] of recorded) {
    const now = found.get(object);
    if (now === undefined) drift.push(`${object}: missing`);
    else if (now !== definition) drift.push(`${object}: changed from "${brief(definition)}" to "${brief(now)}"`);
  }
  for (const object of found.keys()) if (!recorded.has(object)) drift.push(`${object}: not ours`);
  return drift.sort();
}

/**
 * What to record after migrations ran: only what they changed is taken over, so that drift found before them is
 * reported again at the next start instead of becoming the truth.
 */
export function recordAfter(recorded: Catalogue, before: Catalogue, after: Catalogue): Catalogue {
  const next = new Map(recorded);
  for (const object of new Set([...before.keys(), ...after.keys()])) {
    const definition = after.get(object);
    if (before.get(object) === definition) continue;
    if (definition === undefined) next.delete(object);
    else next.set(object, definition);
  }
  return next;
}

function brief(definition: string): string {
  const line = definition.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
