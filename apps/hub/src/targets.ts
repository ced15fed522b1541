import type { DynamicModule } from '@nestjs/common';
import { channelModule, intakeSchema } from '@tributary/channel';
import { consoleModule, consoleSchema, firstStart } from '@tributary/console';
import { leadModule, leadSchema } from '@tributary/lead';
import { notifierModule, notifierSchema } from '@tributary/notifier';
import type { Schema } from '@tributary/storage';
import { channels } from './channels.gen.js';
import { relayModule, relaySchema } from './relay.js';
import type { ServiceParts } from './services.js';

/** One part of the product that can run in a process of its own. */
export interface Target {
  readonly name: string;
  /** For `--list-targets`. */
  readonly title: string;
  readonly schema: Schema;
  /** Has nothing to do in the embedded mode. */
  readonly needsKafka?: boolean;
  /** Targets of one process that have the same module share it. */
  module(parts: ServiceParts, running: readonly string[]): DynamicModule | Promise<DynamicModule>;
  /** What must be so before the first request. @returns a link for the terminal, when somebody must open it */
  prepare?(parts: ServiceParts): Promise<string | undefined>;
}

export const TARGETS: readonly Target[] = [
  {
    name: 'form',
    title: 'web forms and contacts by API: intake, accounts, quarantine',
    schema: intakeSchema,
    module: channelServices,
  },
  {
    name: 'email',
    title: 'mailboxes: watches them by IMAP, answers by SMTP',
    schema: intakeSchema,
    module: channelServices,
  },
  {
    name: 'messenger',
    title: 'bots and communities of messengers: asks for what is written to them, answers',
    schema: intakeSchema,
    module: channelServices,
  },
  {
    name: 'lead',
    title: 'lead service: who is this, whose is it',
    schema: leadSchema,
    module: leadModule,
  },
  {
    name: 'notifier',
    title: 'notices of leads and the live feed',
    schema: notifierSchema,
    module: notifierModule,
  },
  {
    name: 'console',
    title: 'the public door: pages, users, API; passes on what other processes own',
    schema: consoleSchema,
    module: (parts, running) => consoleModule({ ...parts, localServices: servicesOf(running) }),
    prepare: async ({ pool, runtime }) => (await firstStart(pool, runtime.config)).setupUrl,
  },
  {
    name: 'relay',
    title: 'carries the log to Kafka (with KAFKA_BROKERS)',
    schema: relaySchema,
    needsKafka: true,
    module: relayModule,
  },
];

/** Targets of `--target=a,b` or `all`. @throws Error naming what does not exist, or can't run without Kafka */
export function chooseTargets(wanted: string, withKafka: boolean): readonly Target[] {
  const names = wanted.split(',').map((name) => name.trim()).filter(Boolean);
  if (names.includes('all')) return TARGETS.filter(({ needsKafka }) => withKafka || !needsKafka);
  const unknown = names.filter((name) => !TARGETS.some((target) => target.name === name));
  if (unknown.length > 0 || names.length === 0) {
    const known = TARGETS.map((target) => target.name).join(', ');
    throw new Error(`--target=${wanted}: ${unknown.length > 0 ? `no target ${unknown.join(', ')}` : 'no target named'}; there are all, ${known}`);
  }
  const chosen = TARGETS.filter((target) => names.includes(target.name));
  const idle = chosen.find(({ needsKafka }) => needsKafka && !withKafka);
  if (idle) throw new Error(`--target=${wanted}: ${idle.name} needs Kafka: set KAFKA_BROKERS`);
  return chosen;
}

/**
 * Any channel service takes posts and answers for all accounts; the mailboxes and bots of a channel run in the target that it names,
 * or in the first one, so that a new channel needs no target.
 */
function channelServices(parts: ServiceParts, running: readonly string[]): Promise<DynamicModule> {
  const pulls = channels.filter(({ target = 'form' }) => running.includes(target)).map(({ name }) => name);
  return channelModule({ ...parts, channels, pulls });
}

/** The door finds accounts, intake and quarantine by the name of the first channel service. */
function servicesOf(running: readonly string[]): readonly string[] {
  const channelService = TARGETS.some(({ name, module }) => module === channelServices && running.includes(name));
  return channelService ? [...new Set([...running, 'form'])] : running;
}
