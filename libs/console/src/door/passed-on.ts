import type { AccessLevel } from '@tributary/platform';

export type Service = 'form' | 'lead' | 'notifier';

/** Paths of one service that the door passes on when the service runs in another process. */
export interface PassedOn {
  readonly service: Service;
  readonly paths: readonly string[];
  readonly methods: readonly string[];
  /** Who may come through the door; the service itself asks for the exact role. */
  readonly access: AccessLevel;
  /** `streamed`: taken as it comes; `read`: JSON of the API, read first so that the audit knows its fields. */
  readonly body: 'streamed' | 'read';
  /** What arrives twice has one effect: a channel promises that (design §4.2); reading has none anyway. */
  readonly harmlessTwice: boolean;
  /** How long the service may keep silent: before its answer (once it has the whole body), and within it. */
  readonly answerTimeoutMs: number;
  readonly silenceTimeoutMs: number;
  /** Requests under way at one process; the next ones wait. Null: no bound. */
  readonly connections: number | null;
  /** Its answers have no end of their own. */
  readonly endless: boolean;
}

const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const API_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const API = { access: 'manager', body: 'read', harmlessTwice: false, answerTimeoutMs: 10_000, silenceTimeoutMs: 60_000, connections: 128, endless: false } as const;
/** A hundred payloads are parsed and stored before the answer. */
const REPLAY_TIMEOUT_MS = 60_000;
/** A new account's provider, or the receivers of a test, are asked before the answer. */
const ASKING_TIMEOUT_MS = 35_000;

/** Design §8: which service owns which path. */
export const PASSED_ON: readonly PassedOn[] = [
  {
    service: 'form',
    paths: underneath('/f', '/webhooks', '/1c'),
    methods: EVERY_METHOD,
    access: 'public',
    body: 'streamed',
    harmlessTwice: true,
    answerTimeoutMs: 10_000,
    silenceTimeoutMs: 60_000,
    connections: 128,
    endless: false,
  },
  {
    ...API,
    service: 'form',
    paths: collections('accounts'),
    methods: API_METHODS,
    answerTimeoutMs: ASKING_TIMEOUT_MS,
  },
  { ...API, service: 'form', paths: collections('channels', 'connectors'), methods: API_METHODS },
  { ...API, service: 'form', paths: collections('quarantine'), methods: API_METHODS, answerTimeoutMs: REPLAY_TIMEOUT_MS },
  { ...API, service: 'form', paths: ['/api/v1/contacts'], methods: ['POST'], harmlessTwice: true },
  { ...API, service: 'lead', paths: collections('leads', 'people', 'suggestions', 'shared-identities', 'companies', 'managers', 'lines', 'queues', 'departments', 'calendars', 'routing', 'desk', 'tasks', 'conversations', 'replies', 'canned-answers'), methods: API_METHODS },
  { ...API, service: 'lead', paths: ['/api/v1/contacts', '/api/v1/contacts/*'], methods: ['GET', 'HEAD'] },
  { ...API, service: 'lead', paths: ['/api/v1/contacts/:id/person', '/api/v1/contacts/:id/lead'], methods: ['POST'] },
  // With its files: the lead service says how much is too much.
  { ...API, service: 'lead', paths: ['/api/v1/contacts/:id/reply'], methods: ['POST'], body: 'streamed', answerTimeoutMs: 60_000 },
  { ...API, service: 'lead', paths: ['/api/v1/not-leads'], methods: ['GET', 'HEAD'] },
  { ...API, service: 'lead', paths: ['/api/v1/quarantine/records', '/api/v1/custody/export'], methods: ['GET', 'HEAD'] },
  { ...API, service: 'notifier', paths: collections('alarm-targets', 'alarms'), methods: API_METHODS },
  { ...API, service: 'notifier', paths: collections('notifications'), methods: API_METHODS, answerTimeoutMs: ASKING_TIMEOUT_MS },
  // The feed never ends, and everybody at a screen has one; the notifier breaks its silence much sooner than this.
  { ...API, service: 'notifier', paths: ['/api/v1/feed'], methods: ['GET'], silenceTimeoutMs: 120_000, connections: null, endless: true },
];

function underneath(...prefixes: string[]): string[] {
  return prefixes.map((prefix) => `${prefix}/*`);
}

function collections(...names: string[]): string[] {
  return names.flatMap((name) => [`/api/v1/${name}`, `/api/v1/${name}/*`]);
}
