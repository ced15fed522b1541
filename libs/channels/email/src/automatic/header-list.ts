import type { MailHeader } from '../mime/mail.js';

/** Headers by name. What a mail repeats stands in its order, the newest first. */
export class HeaderList {
  readonly #byName = new Map<string, string[]>();

  constructor(headers: readonly Pick<MailHeader, 'name' | 'value'>[]) {
    for (const { name, value } of headers) {
      const key = name.toLowerCase();
      const values = this.#byName.get(key);
      if (values) values.push(value.trim());
      else this.#byName.set(key, [value.trim()]);
    }
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The first value of that name, "" when there is none. */
  first(name: string): string {
    return this.#byName.get(name)?.[0] ?? '';
  }

  all(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  /** The first of these names that the mail has. */
  firstOf(names: readonly string[]): string | undefined {
    return names.find((name) => this.#byName.has(name));
  }
}
