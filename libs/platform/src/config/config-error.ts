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

/**
 * Reads parts of the settings one after another.
 * @throws ConfigError  with the faults of all of them, each named once
 */
export function readTogether<Parts extends Record<string, () => unknown>>(parts: Parts): { [Name in keyof Parts]: ReturnType<Parts[Name]> } {
  const faults = new Map<string, SettingFault>();
  const values: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(parts)) {
    try {
      values[name] = read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const fault of error.faults) faults.set(`${fault.name} ${fault.fault}`, fault);
    }
  }
  if (faults.size > 0) throw new ConfigError([...faults.values()]);
  return values as { [Name in keyof Parts]: ReturnType<Parts[Name]> };
}
