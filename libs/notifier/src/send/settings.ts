import { z } from 'zod';

/** A secret that was kept; sent back it changes nothing. */
export const MASK = '••••••';

const Text = z.string().min(1).max(300);
/** Without a name and password in it: those would be shown. */
export const HttpUrl = z.url({ protocol: /^https?$/ }).max(1_000).refine((text) => new URL(text).username === '' && new URL(text).password === '');

/** What can't be read as base64 would fail at each message. */
function isKey(secret: string): boolean {
  return secret.slice('whsec_'.length).length % 4 === 0;
}

/** A mail server and the address that it sends as. */
export const MailServer = z.strictObject({
  host: Text,
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  user: Text.optional(),
  password: z.string().min(1).max(1_000).optional(),
  from: z.email().max(300),
});
export const MailAddress = z.email().max(300);

export const TelegramBot = z.strictObject({
  token: z.string().regex(/^\d+:[\w-]{5,100}$/),
  apiRoot: HttpUrl.default('https://api.telegram.org'),
});
export const ChatId = z.string().regex(/^(-?\d{1,20}|@\w{1,64})$/);

/** As Standard Webhooks have it: `whsec_` and base64 of 24 to 64 bytes. */
export const WebhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/).refine(isKey);

export const MailSettings = MailServer.extend({ to: MailAddress });
export const TelegramSettings = TelegramBot.extend({ chatId: ChatId });
export const WebhookSettings = z.strictObject({ url: HttpUrl, secret: WebhookSecret });

/** Everything that one message needs to be sent by a way. */
export type Destination =
  | { readonly kind: 'mail'; readonly settings: z.infer<typeof MailSettings> }
  | { readonly kind: 'telegram'; readonly settings: z.infer<typeof TelegramSettings> }
  | { readonly kind: 'webhook'; readonly settings: z.infer<typeof WebhookSettings> };
export type WayKind = Destination['kind'];

/** The settings that say to whom the one secret of each kind is sent: it has to be given again when they change. */
export const SECRET: Readonly<Record<WayKind, { readonly name: string; readonly boundTo: readonly string[] }>> = {
  mail: { name: 'password', boundTo: ['host', 'port', 'secure'] },
  telegram: { name: 'token', boundTo: ['apiRoot'] },
  webhook: { name: 'secret', boundTo: [] },
};
