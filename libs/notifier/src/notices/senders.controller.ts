import { Controller, Get, Put } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, validate } from '@tributary/platform';
import { z } from 'zod';
import { MailServer, MASK, SECRET, TelegramBot } from '../send/settings.js';
import { NoticeLoop } from './notice-loop.js';
import { SENDER_KINDS, type SenderKind, SenderStore, senderViews } from './sender-store.js';

const SCHEMAS = { mail: MailServer, telegram: TelegramBot };
const Sent = z.record(z.string().max(40), z.unknown()).nullable().optional();
/** What isn't sent stays; null removes. */
const NewSenders = z.strictObject({ mail: Sent, telegram: Sent }).refine(({ mail, telegram }) => mail !== undefined || telegram !== undefined, { path: ['mail'], params: { code: 'required' } });
type NewSenders = z.infer<typeof NewSenders>;

/** The installation's own mail server and bot, by which managers are told of leads. */
@Controller('api/v1/notifications/senders')
export class SendersController {
  constructor(
    private readonly senders: SenderStore,
    private readonly loop: NoticeLoop,
  ) {}

  @Get()
  @Access('admin')
  @ApiZod({ summary: 'By which mail server and bot managers are told, secrets masked' })
  async show(): Promise<ReturnType<typeof senderViews>> {
    return senderViews(await this.senders.read());
  }

  @Put()
  @Access('admin')
  @ApiZod({ summary: 'Sets the mail server and the bot: what is not sent, and a masked secret, stays; null removes', body: NewSenders })
  async change(@ValidBody(NewSenders) input: NewSenders): Promise<ReturnType<typeof senderViews>> {
    const before = await this.senders.read();
    const changes = SENDER_KINDS.filter((kind) => input[kind] !== undefined).map((kind) => ({ kind, sender: changed(kind, before[kind], input[kind] ?? null) }));
    for (const { kind, sender } of changes) await (sender ? this.senders.save(kind, sender) : this.senders.delete(kind));
    this.loop.wake();
    return this.show();
  }
}

/** @throws Problem 422  a field is wrong, or the secret would go to another server than the one it was given for */
function changed(kind: SenderKind, before: Readonly<Record<string, unknown>> | undefined, sent: Readonly<Record<string, unknown>> | null): Record<string, unknown> | undefined {
  if (sent === null) return undefined;
  const { name: secret, boundTo } = SECRET[kind];
  const kept = (sent[secret] === undefined || sent[secret] === MASK) ? before?.[secret] : undefined;
  const wanted: Record<string, unknown> = { ...sent, ...(kept !== undefined && { [secret]: kept }) };
  const checked: Record<string, unknown> = validate(z.strictObject({ [kind]: SCHEMAS[kind] }), { [kind]: wanted })[kind] as Record<string, unknown>;
  if (wanted[secret] === MASK || (kept !== undefined && boundTo.some((name) => before?.[name] !== checked[name]))) {
    throw new Problem(422, 'validation-failed', { errors: [{ field: `${kind}.${secret}`, code: 'secret-needed-again' }] });
  }
  return checked;
}
