import { serviceClient, type Runtime } from '@tributary/platform';
import { z } from 'zod';

/** Who else keeps something of a person. */
export interface OtherServices {
  /** @throws ServiceFailure */
  eraseFromIntake(contactIds: readonly string[]): Promise<void>;
  /** @throws ServiceFailure */
  eraseFromNotifier(ids: { contactIds: readonly string[]; leadIds: readonly string[] }): Promise<void>;
}

/** Blobs are deleted one by one before the answer. */
const TIMEOUT_MS = 60_000;
const Done = z.looseObject({});

/** @param ownAddress  where a service is when nobody says otherwise: in this very process */
export function otherServices(runtime: Runtime, ownAddress: () => string): OtherServices {
  const { formUrls, notifierUrls } = runtime.config;
  const client = (urls: readonly string[]) => serviceClient(runtime, ...(urls.length > 0 ? urls : [ownAddress()]));
  return {
    async eraseFromIntake(contactIds) {
      await client(formUrls).call('/internal/intake/erase', { method: 'POST', body: { contactIds }, answer: Done, timeoutMs: TIMEOUT_MS });
    },
    async eraseFromNotifier(body) {
      await client(notifierUrls).call('/internal/notifier/erase', { method: 'POST', body, answer: Done, timeoutMs: TIMEOUT_MS });
    },
  };
}
