import { Problem } from '@tributary/platform';
import { MASK, SECRET } from '../send/settings.js';
import { NewTarget, type Target, type TargetChange } from './target.js';

/**
 * What is not sent, or sent masked, stays. A secret stays only where it goes to whom it was given for.
 * @throws Problem 422  a field is wrong, or the secret is needed again
 */
export function changedTarget(target: Target, change: TargetChange): Target {
  const { id, ...stored } = target;
  const { name: secret, boundTo } = SECRET[stored.kind];
  const before: Record<string, unknown> = { ...stored.settings };
  const sent = change.settings ?? {};
  const kept = sent[secret] === undefined || sent[secret] === MASK;
  const after: Record<string, unknown> = { ...before, ...sent, ...(kept && { [secret]: before[secret] }) };
  if (kept && before[secret] !== undefined && boundTo.some((setting) => before[setting] !== after[setting])) {
    throw new Problem(422, 'validation-failed', { errors: [{ field: `settings.${secret}`, code: 'secret-needed-again' }] });
  }
  const parsed = NewTarget.safeParse({ ...stored, ...withoutUndefined(change), settings: withoutUndefined(after) });
  if (parsed.success) return { id, ...parsed.data };
  throw new Problem(422, 'validation-failed', {
    errors: parsed.error.issues.map(({ path, code, message }) => ({
      field: path.map(String).join('.'), code: code === 'unrecognized_keys' ? 'unknown-key' : 'invalid', detail: code === 'unrecognized_keys' ? message : undefined,
    })),
    cause: parsed.error,
  });
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
