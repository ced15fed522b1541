import { ConfigError, type Environment, SettingsReading } from '@tributary/platform';

/** Where blobs are kept when not in files: AWS S3 or any server that speaks its protocol. */
export interface S3Settings {
  readonly bucket: string;
  /** Undefined: AWS in the region. */
  readonly endpoint?: string;
  readonly region: string;
  /** Undefined: what the machine was given (role, profile, AWS_* variables). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The bucket stands in the path, not in the host name. */
  readonly forcePathStyle: boolean;
  /** Goes before every key: empty, or ends with "/". */
  readonly prefix: string;
  /** Things worth a warning at start. */
  readonly warnings: readonly string[];
}

const NAMES = ['S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_FORCE_PATH_STYLE', 'S3_PREFIX'] as const;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/**
 * Reads how to reach S3: `S3_BUCKET`, `S3_ENDPOINT` (AWS), `S3_REGION` (us-east-1), `S3_ACCESS_KEY_ID` with
 * `S3_SECRET_ACCESS_KEY` (each also as `<NAME>_FILE`; else the machine's role), `S3_FORCE_PATH_STYLE` (true with an
 * endpoint), `S3_PREFIX`.
 * @returns undefined when none of them is given: blobs are files
 * @throws ConfigError  names all wrong settings at once, never their values
 */
export function s3Settings(env: Environment): S3Settings | undefined {
  const [given] = NAMES.filter((name) => env[name] || env[`${name}_FILE`]);
  if (!env['S3_BUCKET'] && given === undefined) return undefined;
  const reading = new SettingsReading(env);
  const endpoint = readEndpoint(reading);
  const settings: S3Settings = {
    bucket: readBucket(reading, given),
    endpoint,
    region: reading.text('S3_REGION') ?? 'us-east-1',
    credentials: readCredentials(reading),
    forcePathStyle: (reading.oneOf('S3_FORCE_PATH_STYLE', ['true', 'false']) ?? String(endpoint !== undefined)) === 'true',
    prefix: readPrefix(reading),
    warnings: endpoint !== undefined && crossesNetworkOpenly(endpoint) ? ['S3_ENDPOINT is http: blobs cross the network unprotected'] : [],
  };
  if (reading.faults.length > 0) throw new ConfigError(reading.faults);
  return settings;
}

function readBucket(reading: SettingsReading, given: string | undefined): string {
  const bucket = reading.text('S3_BUCKET') ?? '';
  if (bucket === '') reading.fault('S3_BUCKET', `is missing: ${given} needs it`);
  else if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) reading.fault('S3_BUCKET', 'is no name of a bucket: 3 to 63 lower-case letters, digits, "." and "-"');
  return bucket;
}

function readEndpoint(reading: SettingsReading): string | undefined {
  const endpoint = reading.text('S3_ENDPOINT');
  if (endpoint === undefined) return undefined;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const usable = url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!usable) reading.fault('S3_ENDPOINT', 'is no such URL: expected one like https://s3.example.ru');
  return usable ? endpoint : undefined;
}

function readCredentials(reading: SettingsReading): S3Settings['credentials'] {
  const accessKeyId = reading.secret('S3_ACCESS_KEY_ID');
  const secretAccessKey = reading.secret('S3_SECRET_ACCESS_KEY');
  reading.together(['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']);
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}

function readPrefix(reading: SettingsReading): string {
  const prefix = reading.text('S3_PREFIX') ?? '';
  const parts = prefix.replace(/\/$/, '').split('/');
  if (prefix !== '' && !parts.every((part) => /^[\w.-]{1,100}$/.test(part) && !/^\.+$/.test(part))) {
    reading.fault('S3_PREFIX', 'is no such prefix: expected one like tributary/blobs');
  }
  return prefix === '' ? '' : `${parts.join('/')}/`;
}

function crossesNetworkOpenly(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  return protocol === 'http:' && !LOOPBACK.test(hostname);
}
