import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError, type SettingFault } from './config-error.js';
import { settings, SERVICES, type Service } from './settings.js';
import { unknownNames } from './unknown-names.js';

export interface Config {
  /** Address that the door listens on: every one, since a company's hub is reached through its proxy. */
  readonly host: string;
  readonly port: number;
  /** As browsers and providers see the hub; no trailing slash. */
  readonly publicUrl: string;
  /** Addresses and CIDR ranges whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl?: string;
  /** Given where DATABASE_URL may not create roles. */
  readonly serviceDatabaseUrls: Readonly<Partial<Record<Service, string>>>;
  readonly secretKey?: string;
  readonly apiToken?: string;
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  /** Whether alarms and notices may go to servers in private networks: otherwise no request of ours is sent there on anybody's word. */
  readonly privateTargets: boolean;
  /** OTLP/HTTP collector; undefined: no traces are made. */
  readonly tracesEndpoint?: string | undefined;
  /** Where the processes of each service are found, without trailing slashes; none: it is this process. */
  readonly formUrls: readonly string[];
  readonly leadUrls: readonly string[];
  readonly notifierUrls: readonly string[];
  readonly logLevel: LogLevel;
  /** Things worth a warning at start, such as a misspelt name. */
  readonly warnings: readonly string[];
}

export type LogLevel = z.infer<typeof settings.LOG_LEVEL>;
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of the environment; a secret may stand in a file named by `<NAME>_FILE`.
 * @throws ConfigError  names all wrong settings at once, never their values
 */
export function loadConfig(env: Environment): Config {
  const faults: SettingFault[] = [];
  const read = <K extends keyof typeof settings>(name: K): z.infer<(typeof settings)[K]> => {
    const text = readSetting(env, name, faults);
    const parsed = settings[name].safeParse(text);
    if (parsed.success) return parsed.data as z.infer<(typeof settings)[K]>;
    faults.push({ name, fault: parsed.error.issues[0]?.message ?? 'is wrong' });
    return undefined as z.infer<(typeof settings)[K]>;
  };

  const port = read('PORT');
  const config: Config = {
    host: read('HOST'),
    port,
    publicUrl: read('PUBLIC_URL') ?? `http://localhost:${port}`,
    trustedProxies: read('TRUSTED_PROXIES'),
    dataDir: read('TRIBUTARY_DATA'),
    databaseUrl: read('DATABASE_URL'),
    serviceDatabaseUrls: Object.fromEntries(
      SERVICES.flatMap((service) => {
        const url = read(`DATABASE_URL_${service}`);
        return url === undefined ? [] : [[service, url]];
      }),
    ),
    secretKey: read('TRIBUTARY_SECRET_KEY'),
    apiToken: read('TRIBUTARY_API_TOKEN'),
    adminEmail: read('TRIBUTARY_ADMIN_EMAIL'),
    adminPassword: read('TRIBUTARY_ADMIN_PASSWORD'),
    privateTargets: read('TRIBUTARY_PRIVATE_TARGETS'),
    tracesEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT'),
    formUrls: read('FORM_URL'),
    leadUrls: read('LEAD_URL'),
    notifierUrls: read('NOTIFIER_URL'),
    logLevel: read('LOG_LEVEL'),
    warnings: unknownNames(env, Object.keys(settings)),
  };
  if (config.adminEmail !== undefined && config.adminPassword === undefined && !faulty('TRIBUTARY_ADMIN_PASSWORD'))
    faults.push({ name: 'TRIBUTARY_ADMIN_PASSWORD', fault: 'is missing: TRIBUTARY_ADMIN_EMAIL needs it' });
  if (config.adminPassword !== undefined && config.adminEmail === undefined && !faulty('TRIBUTARY_ADMIN_EMAIL'))
    faults.push({ name: 'TRIBUTARY_ADMIN_EMAIL', fault: 'is missing: TRIBUTARY_ADMIN_PASSWORD needs it' });
  const [ownLogin] = Object.keys(config.serviceDatabaseUrls);
  if (ownLogin !== undefined && config.databaseUrl === undefined && !faulty('DATABASE_URL'))
    faults.push({ name: 'DATABASE_URL', fault: `is missing: DATABASE_URL_${ownLogin} needs it, since migrations run by it` });
  if (faults.length > 0) throw new ConfigError(faults);
  return config;

  function faulty(name: string) {
    return faults.some((fault) => fault.name === name);
  }
}

/** The setting's text, from the environment or from the file that `<NAME>_FILE` names. An empty one counts as not given. */
function readSetting(env: Environment, name: string, faults: SettingFault[]): string | undefined {
  const path = env[`${name}_FILE`];
  if (!path) return env[name] || undefined;
  if (env[name]) faults.push({ name, fault: `is given twice: as ${name} and as ${name}_FILE` });
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (cause) {
    faults.push({ name: `${name}_FILE`, fault: `can't be read (${(cause as NodeJS.ErrnoException).code ?? 'error'})` });
    return undefined;
  }
}
