import { Controller, Get } from '@nestjs/common';
import { Access, ApiZod } from '@tributary/platform';
import { AccountDirectory } from '../accounts/account-directory.js';
import { settingsJsonSchema } from '../accounts/secret-settings.js';
import type { Channel } from '../channel.js';

const CAPABILITIES = ['webhook', 'pull', 'check', 'backfill', 'reconcile', 'probe'] as const;

@Controller('api/v1/channels')
export class ChannelsController {
  constructor(private readonly directory: AccountDirectory) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'What can be added: settings as JSON Schema (secrets carry "secret"), capabilities' })
  list() {
    return { items: this.directory.channels.map(showChannel), nextCursor: null };
  }
}

function showChannel(channel: Channel) {
  const { name, title, settings } = channel;
  return { name, title, settings: settingsJsonSchema(settings), capabilities: CAPABILITIES.filter((capability) => channel[capability]) };
}
