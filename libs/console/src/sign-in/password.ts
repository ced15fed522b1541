import { hash, verify } from '@node-rs/argon2';

/** OWASP's second choice of parameters for argon2id, the library's algorithm (19 MiB, 2 passes): about 30 ms, four at once at most. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Shortest and longest password in characters: the first by NIST SP 800-63B, the second bounds the work of hashing. */
export const PASSWORD_LENGTH = { min: 8, max: 256 } as const;

/** @returns the hash in PHC form, with its parameters and salt */
export function hashPassword(password: string): Promise<string> {
  return hash(sameInEverySpelling(password), ARGON2ID);
}

let nobodysHash: Promise<string> | undefined;

/**
 * Compares in constant time. For an unknown user (`stored` undefined) the same work is done, so that the time of the
 * answer doesn't tell whether the address is known.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('the password of nobody');
  const matches = await verify(stored ?? (await nobodysHash), sameInEverySpelling(password));
  return matches && stored !== undefined;
}

/** One keyboard sends "й" as one character, another as two; both are the same password. */
function sameInEverySpelling(password: string): string {
  return password.normalize('NFKC');
}
