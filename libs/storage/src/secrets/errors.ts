/** The secret key can't be used or made. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
}

/** Sealed under a key that isn't ours. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  constructor(readonly sealedUnder: readonly string[], readonly ours: string) {
    super(
      `secrets are sealed under key ${sealedUnder.join(', ')}, ours is ${ours}: give the TRIBUTARY_SECRET_KEY ` +
        'or the secret.key file that they were sealed with',
    );
  }
}

/** The sealed bytes were changed, cut, or belong to another context. */
export class SecretTamperedError extends Error {
  override readonly name = 'SecretTamperedError';
}
