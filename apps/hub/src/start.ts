import { type DynamicModule, Module } from '@nestjs/common';
import { logSchema } from '@tributary/event-log';
import { type Config, type Runtime, createRuntime, deriveInternalToken, startHttp } from '@tributary/platform';
import { SecretBox, loadSecretKey } from '@tributary/storage';
import { openBlobs } from './blobs.js';
import { makeDataFolder } from './data-folder.js';
import { openDatabases } from './databases.js';
import { openKafka } from './kafka.js';
import type { OutsideSettings } from './outside-settings.js';
import { Services } from './services.js';
import { announce } from './announce.js';
import type { Demo } from '@tributary/console';
import type { Target } from './targets.js';

/**
 * Starts the targets in this process: key, database, migrations, services; only then it listens, so that no success is
 * answered before it can be kept.
 * @param own  is given the runtime as soon as there is something to stop
 * @param settings  of what stands outside: Kafka, S3
 * @param demo  sets the demo up, or takes away what it made
 */
export async function startHub(
  targets: readonly Target[],
  config: Config,
  own: (runtime: Runtime) => void,
  settings: OutsideSettings,
  demo?: 'set-up' | 'remove',
): Promise<void> {
  makeDataFolder(config.dataDir);
  const key = loadSecretKey(config);
  const runtime = createRuntime(config, { internalToken: deriveInternalToken(key) });
  own(runtime);
  await runtime.traces.open(runtime);

  const secrets = new SecretBox(key);
  const databases = await openDatabases(runtime, [logSchema, ...new Set(targets.map(({ schema }) => schema))], secrets.keyId);
  const kafka = settings.kafka && (await openKafka(settings.kafka, runtime));
  const services = new Services(runtime, databases, secrets, await openBlobs(settings.s3, runtime), kafka);
  const running = targets.map(({ name }) => name);
  const modules = new Map<Target['module'], DynamicModule>();
  let firstLogin: string | undefined;
  let offered: Demo | undefined;
  for (const target of targets) {
    if (modules.has(target.module)) continue;
    const parts = { ...services.of(target.schema), ...(demo === 'set-up' && { demo: () => offered }) };
    firstLogin = (await target.prepare?.(parts)) ?? firstLogin;
    modules.set(target.module, await target.module(parts, running));
  }
  const { url } = await startHttp({ module: HubModule, imports: [...modules.values()] }, runtime);
  // Loaded when wanted: it brings a mail server along.
  const demos = demo && (await import('./demo/start-demo.js'));
  if (demo === 'set-up') offered = await demos?.startDemo(runtime, url);
  const removed = demo === 'remove' && (await demos?.removeDemo(runtime, url));
  announce(runtime, url, targets, firstLogin);
  if (offered) process.stdout.write(`  Demo: the first page lets you send a mail to ${offered.mailbox} and a form, and watch both arrive.\n  Take it away again: npm start -- --remove-demo\n\n`);
  if (demo === 'remove') process.stdout.write(removed ? '  The demo’s connectors and managers are gone; what came by them stays.\n\n' : '  There was no demo to remove.\n\n');
}

@Module({})
class HubModule {}
