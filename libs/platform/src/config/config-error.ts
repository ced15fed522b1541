/** One setting that is wrong. The value is never kept: it may be a secret. */
export interface SettingFault {
  readonly name: string;
  /** What is wrong and what is expected, for the person who starts the service. */
  readonly fault: string;
}

/** The environment can't be used. Names every wrong setting at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly SettingFault[]) {
    super(`wrong settings: ${faults.map(({ name, fault }) => `${name} ${fault}`).join('; ')}`);
  }
}
