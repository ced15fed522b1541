/**
 * Nothing can be stored now, or it isn't known whether it was: the sender should come again (503, Retry-After).
 * Coming again is always safe, because ids are made from what was sent.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The database refuses this submission's data (SQLSTATE classes 22 and 23): it alone is rejected, trying again is useless. */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError';
}

/** The account's lease went to another owner: nothing of the submission was stored, its checkpoint didn't move. */
export class StaleEpochError extends Error {
  override readonly name = 'StaleEpochError';
}

/** A channel's `fold` threw: a defect of the channel, nothing of the submission was stored. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
}

/** Another process inserted the same contact in the same moment: everything was rolled back, the next try sees it. */
export class ContactRaceError extends Error {
  override readonly name = 'ContactRaceError';
}
