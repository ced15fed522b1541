import { Problem } from '@tributary/platform';
import { MASK } from '../send/settings.js';
import type { NewRecipient, NewWay, Way } from './recipient.js';
import type { KnownRecipient } from './recipient-store.js';

/**
 * A recipient as they want to be from now on. A secret that isn't sent stays where the address stays.
 * @throws Problem 422  a webhook has no secret, or the body names another manager
 */
export function changedRecipient({ recipient: { managerId }, secrets: before }: KnownRecipient, input: NewRecipient): KnownRecipient {
  const { managerId: named = managerId, ways, available: _, ...settings } = input;
  if (named !== managerId) throw fault('managerId', 'not-allowed');
  const secrets: Record<string, string> = {};
  for (const [index, way] of ways.entries()) {
    if (way.kind !== 'webhook') continue;
    const secret = way.secret === undefined || way.secret === MASK ? before[way.url] : way.secret;
    if (secret === undefined) throw fault(`ways.${index}.secret`, way.secret === MASK ? 'secret-needed-again' : 'required');
    secrets[way.url] = secret;
  }
  return { recipient: { ...settings, managerId, ways: ways.map(withoutSecret) }, secrets };
}

function withoutSecret(way: NewWay): Way {
  return way.kind === 'webhook' ? { kind: way.kind, url: way.url } : way;
}

function fault(field: string, code: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code }] });
}
