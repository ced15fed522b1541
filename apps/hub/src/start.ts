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
import type { Target } from './targets.js';

/**
 * Starts the targets in this process: key, database, migrations, services; only then it listens, so that no success is
 * answered before it can be kept.
 * @param own  is given the runtime as soon as there is something to stop
 * @param settings  of what stands outside: Kafka, S3
 */
export async function startHub(
  targets: readonly Target[],
  config: Config,
  own: (runtime: Runtime) => void,
  settings: OutsideSettings,
): Promise<void> {
  makeDataFolder(config.dataDir);
  const key = loadSecretKey(config);
  const runtime = createRuntime(config, { internalToken: deriveInternalToken(key) });
  own(runtime);

  const secrets = new SecretBox(key);
  const databases = await openDatabases(runtime, [logSchema, ...new Set(targets.map(({ schema }) => schema))], secrets.keyId);
  const kafka = settings.kafka && (await openKafka(settings.kafka, runtime));
  const services = new Services(runtime, databases, secrets, await openBlobs(settings.s3, runtime), kafka);
  const running = targets.map(({ name }) => name);
  const modules = new Map<Target['module'], DynamicModule>();
  let firstLogin: string | undefined;
  for (const target of targets) {
    if (modules.has(target.module)) continue;
    const parts = services.of(target.schema);
    firstLogin = (await target.prepare?.(parts)) ?? firstLogin;
    modules.set(target.module, await target.module(parts, running));
  }
  const { url } = await startHttp({ module: HubModule, imports: [...modules.values()] }, runtime);
  announce(runtime, url, targets, firstLogin);
}

@Module({})
class HubModule {}
