import { type ChannelAccount, type CheckResult, ConnectorError } from '@tributary/channel';
import { Connector } from '../imap/connector.js';
import type { Mailbox } from '../imap/mailbox.js';
import { DEFAULT_TIMING, type Timing } from '../imap/timing.js';
import { type TokenSource, TokenSources } from '../oauth/token-source.js';
import { ownAddress } from '../settings/access.js';
import { resolveOutgoing } from '../settings/outgoing.js';
import type { EmailSettings } from '../settings.js';
import { SMTP_TIMING, SmtpSession, type SmtpTiming } from '../smtp/smtp-session.js';
import { ServerFinder } from './server-finder.js';
import type { SetUpOptions } from './set-up.js';

const MAX_LISTED = 20;

export interface CheckOptions {
  readonly timing?: Partial<Timing>;
  /** Shared with `createPull`. */
  readonly tokens?: TokenSources;
  /** How servers are looked for. */
  readonly setUp?: SetUpOptions;
}

/** Makes the channel's check: signs in, also to the server of outgoing mail, looks whether the folders are there, names the account. Changes nothing in the mailbox. */
export function createCheck({ timing, tokens = new TokenSources(), setUp }: CheckOptions = {}) {
  const servers = new ServerFinder(setUp);
  return async (account: ChannelAccount<EmailSettings>, signal: AbortSignal): Promise<CheckResult> => {
    const settings = await servers.settingsOf(account, signal);
    const source = tokens.of(account);
    const connector = new Connector(settings, source, { ...DEFAULT_TIMING, ...timing }, signal);
    const mailbox = await connector.connect();
    try {
      await assertFolders(mailbox, settings);
      await tryOutgoing(settings, source, { ...SMTP_TIMING, ...timing }, signal);
      return { title: await titleOf(mailbox, settings) };
    } finally {
      mailbox.close();
    }
  };
}

/** Only a server that was named has to work: where one is merely known of the provider, mail may be read that can't be answered. @throws ConnectorError */
async function tryOutgoing(settings: EmailSettings, tokens: TokenSource | undefined, { connectMs, greetingMs, silenceMs }: SmtpTiming, signal: AbortSignal): Promise<void> {
  const outgoing = settings.smtpHost === undefined ? undefined : resolveOutgoing(settings);
  if (!outgoing) return;
  const session = await SmtpSession.open({ outgoing, settings, tokens, timing: { connectMs, greetingMs, silenceMs }, signal });
  session.close();
}

/** @throws ConnectorError at `folders` or `sentFolder`, naming what is missing and what is there */
async function assertFolders(mailbox: Mailbox, { folders, sentFolder }: EmailSettings): Promise<void> {
  const listed = await mailbox.folders();
  const there = new Set(listed.map(({ path }) => folderKey(path)));
  const isMissing = (folder: string) => !there.has(folderKey(folder));
  const missing = [...folders, ...(sentFolder ? [sentFolder] : [])].filter(isMissing);
  if (missing.length === 0) return;
  const names = (paths: readonly string[], open: string, close: string) => paths.slice(0, MAX_LISTED).map((path) => `${open}${path}${close}`).join(', ');
  const paths = listed.map(({ path }) => path);
  throw new ConnectorError('provider', {
    code: 'folder-missing',
    field: folders.some(isMissing) ? 'folders' : 'sentFolder',
    detail: {
      ru: `Нет папок: ${names(missing, '«', '»')}. Есть: ${names(paths, '«', '»')}.`,
      en: `No such folders: ${names(missing, '"', '"')}. There are: ${names(paths, '"', '"')}.`,
    },
  });
}

/** "sales@acme.example (INBOX: 1204)": the same in every language. */
async function titleOf(mailbox: Mailbox, settings: EmailSettings): Promise<string> {
  const counts = [];
  for (const folder of settings.folders) counts.push(`${folder}: ${(await mailbox.examine(folder)).count}`);
  return `${ownAddress(settings) ?? settings.user} (${counts.join(', ')})`;
}

function folderKey(path: string): string {
  return path.toUpperCase() === 'INBOX' ? 'INBOX' : path;
}
