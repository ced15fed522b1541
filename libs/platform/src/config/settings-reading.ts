import { readFileSync } from 'node:fs';
import type { SettingFault } from './config-error.js';
import type { Environment } from './config.js';

/** Reads settings one after another and collects what is wrong with them, never their values. An empty one counts as not given. */
export class SettingsReading {
  readonly faults: SettingFault[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  /** A setting with few values. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    const choice = choices.find((one) => one === text);
    if (text !== undefined && choice === undefined) this.fault(name, `is none of ${choices.join(', ')}`);
    return choice;
  }

  /** The content of the file that a setting names. */
  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      const text = readFileSync(path, 'utf8');
      if (text.trim() === '') this.fault(name, 'names an empty file');
      return text;
    } catch (cause) {
      this.fault(name, `can't be read (${(cause as NodeJS.ErrnoException).code ?? 'error'})`);
      return '';
    }
  }

  /** A setting, or the file that `<NAME>_FILE` names. */
  secret(name: string): string | undefined {
    const inFile = this.file(`${name}_FILE`);
    if (inFile !== undefined && this.text(name) !== undefined) this.fault(name, `is given twice: as ${name} and as ${name}_FILE`);
    return this.text(name) ?? inFile?.replace(/\r?\n$/, '');
  }

  /** Some of them without the others say nothing. */
  together(names: readonly string[]): void {
    const missing = names.filter((name) => !this.text(name) && !this.text(`${name}_FILE`));
    if (missing.length === names.length) return;
    for (const name of missing) this.fault(name, `is missing: ${names.filter((one) => !missing.includes(one)).join(', ')} needs it`);
  }

  fault(name: string, fault: string): void {
    this.faults.push({ name, fault });
  }
}
