/** What is known of a person, for likeness: every value that any contact of theirs brought, as it came. */
export interface Profile {
  readonly id: string;
  readonly names: readonly string[];
  readonly companies?: readonly string[];
  /** E.164. */
  readonly phones?: readonly string[];
  readonly emails?: readonly string[];
  /** Street and number, as typed. */
  readonly addresses?: readonly string[];
  /** Town. */
  readonly places?: readonly string[];
  /** ISO 8601 date. */
  readonly birthDates?: readonly string[];
  /** Click ids and ids of browsers, with their kind: `yclid 123`. */
  readonly devices?: readonly string[];
  /** Numbers that offices give one to a person: INN, insurance number. */
  readonly numbers?: readonly string[];
}
