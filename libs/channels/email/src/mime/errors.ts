import { PayloadError } from '@tributary/channel';

/** These bytes can't be a mail: quarantine, never retry. */
export class UnreadableMailError extends PayloadError {
  constructor(
    /** `mail-empty`: no bytes, or only white space. `not-a-mail`: binary data without a single header. */
    readonly code: 'mail-empty' | 'not-a-mail',
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }
}
