import { type ContactDraft, ConnectorError, type ParseTools, PayloadError, type PullQuarantine } from '@tributary/channel';
import type { EmailSettings } from '../settings.js';
import { type FetchedMail, originToStrings, type ToContacts } from './origin.js';

export interface Understood {
  readonly contacts: readonly ContactDraft[];
  readonly quarantine: readonly PullQuarantine[];
}

/**
 * Makes contacts of mails, in their order. A mail that is not understood, or on which the parser itself fails, is put aside
 * with its bytes; only when storing fails the batch does, because then it is not the mail's fault.
 */
export async function understand(mails: readonly FetchedMail[], toContacts: ToContacts, tools: ParseTools<EmailSettings>): Promise<Understood> {
  const contacts: ContactDraft[] = [];
  const quarantine: PullQuarantine[] = [];
  for (const mail of mails) {
    const watched = new WatchedTools(tools);
    try {
      contacts.push(...(await toContacts(mail, watched)));
    } catch (error) {
      if (watched.storeFailure) throw watched.storeFailure.error;
      if (error instanceof ConnectorError) throw error;
      quarantine.push(toQuarantine(mail, error));
    }
  }
  return { contacts, quarantine };
}

/** Remembers whether the storage failed, whatever the parser made of it. */
class WatchedTools implements ParseTools<EmailSettings> {
  storeFailure: { readonly error: unknown } | undefined;

  constructor(private readonly tools: ParseTools<EmailSettings>) {}

  get account() {
    return this.tools.account;
  }

  readonly store: ParseTools<EmailSettings>['store'] = async (source, maxBytes) => {
    try {
      return await this.tools.store(source, maxBytes);
    } catch (error) {
      const tooLarge = (error as Partial<Error> | undefined)?.name === 'BlobTooLargeError';
      // A source that broke is the parser's own stream; everything else is the storage.
      if (!tooLarge && !(error instanceof PayloadError)) this.storeFailure = { error };
      throw error;
    }
  };
}

function toQuarantine({ source, origin }: FetchedMail, error: unknown): PullQuarantine {
  const understood = error instanceof PayloadError;
  return {
    code: understood ? 'not-understood' : 'parser-failed',
    detail: error instanceof Error ? error.message : String(error),
    mediaType: 'message/rfc822',
    bytes: source,
    origin: originToStrings(origin),
  };
}
