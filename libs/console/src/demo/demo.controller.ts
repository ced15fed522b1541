import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody } from '@tributary/platform';
import { z } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { Email, Line } from '../fields.js';

const Mail = z.strictObject({ from: Email, subject: Line(200), text: z.string().min(1).max(10_000) });
type Mail = z.infer<typeof Mail>;
const DemoState = z.union([z.object({ on: z.literal(false) }), z.object({ on: z.literal(true), mailbox: z.string(), formPath: z.string() })]);
type DemoState = z.infer<typeof DemoState>;

/** What a newcomer may try while the hub runs with `--demo`. */
@Controller('api/v1/demo')
export class DemoController {
  constructor(@Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Whether the hub runs with --demo, and what it offers to try', response: DemoState })
  state(): DemoState {
    const demo = this.deps.demo?.();
    return demo ? { on: true, mailbox: demo.mailbox, formPath: demo.formPath } : { on: false };
  }

  @Post('mail')
  @HttpCode(202)
  @Access('operator')
  @ApiZod({ summary: 'Send a mail to the demo’s mailbox', body: Mail })
  async mail(@ValidBody(Mail) mail: Mail): Promise<Record<string, never>> {
    const demo = this.deps.demo?.();
    if (!demo) throw new Problem(409, 'demo-off');
    await demo.send(mail);
    return {};
  }
}
