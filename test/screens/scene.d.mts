import type { Hub } from '../e2e/hub.mjs';
import type { ImapServer } from '../simulators/imap/server.mjs';

export interface Scene {
  readonly hub: Hub;
  readonly imap: ImapServer;
  readonly site: string;
  readonly ids: Readonly<Record<'mailbox' | 'refused' | 'form' | 'mail' | 'formContact' | 'lead' | 'manager' | 'person' | 'bot' | 'chat' | 'group', string>>;
  close(): Promise<void>;
}
export declare function setScene(): Promise<Scene>;
export declare function screensOf(ids: Scene['ids']): [name: string, path: string][];
