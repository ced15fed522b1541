/** What the API answers, as far as the pages use it. Described in full by `/api/openapi.json`. */

export type Role = 'admin' | 'operator' | 'manager';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface Me {
  readonly id: string | null;
  readonly name: string;
  readonly role: Role;
  readonly managerId: string | null;
}

export type Settings = Readonly<Record<string, unknown>>;

export interface Account {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly settings: Settings;
  readonly webhookUrl?: string;
  readonly status: string;
}

/** JSON Schema as the channels give it, with our own marks. */
export interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly titleRu?: string;
  readonly description?: string;
  readonly descriptionRu?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  /** Settings that few need: below "more". */
  readonly advanced?: boolean;
  readonly boundTo?: readonly string[];
  readonly options?: readonly SchemaOption[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

export interface SchemaOption {
  readonly value: string;
  readonly title: string;
  readonly titleRu?: string;
  readonly domains?: readonly string[];
  readonly hint?: string;
  readonly hintRu?: string;
  readonly helpUrl?: string;
}

export interface Channel {
  readonly name: string;
  readonly title: { readonly ru?: string; readonly en?: string };
  readonly settings: Schema;
  readonly capabilities: readonly string[];
}

export interface CheckAnswer {
  readonly ok: boolean;
  readonly title?: string;
  readonly found?: Settings;
  readonly failure?: { readonly code: string; readonly detail: string; readonly field?: string };
}

export type Health = 'ok' | 'attention' | 'broken' | 'unknown';

export interface Beat {
  readonly accepted: number;
  readonly state: 'alive' | 'quiet' | 'trouble';
}

export interface Connector {
  readonly accountId: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly health: Health;
  readonly since: string | null;
  readonly action: { readonly code: string; readonly detail: string; readonly field?: string } | null;
  readonly credential: string;
  readonly credentialSince: string | null;
  readonly consumer: { readonly status: string; readonly since: string | null; readonly lastCycleAt: string | null };
  readonly traffic: {
    readonly state: string;
    readonly since: string | null;
    readonly expectedPerHour: number | null;
    readonly confidence: number | null;
    readonly detectsWithinMinutes: number | null;
    readonly lastContactAt: string | null;
    readonly today: { readonly accepted: number; readonly repeats: number; readonly revisions: number; readonly quarantined: number };
  };
  readonly quarantined: number;
  readonly catchingUp: { readonly announced: number; readonly done: number; readonly since: string } | null;
  readonly waiting: number;
  readonly latestFailure: { readonly at: string; readonly class: string; readonly code: string; readonly detail: string; readonly field?: string; readonly nextTryAt: string | null } | null;
  readonly beats: readonly Beat[];
}

export interface HistoryItem {
  readonly at: string;
  readonly fact: string;
  readonly state: string;
  readonly was: string | null;
  readonly code: string | null;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly cause: string;
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly state: string;
  readonly counted: number | null;
  readonly missing: number | null;
  readonly fetched: number;
  readonly stored: number;
  readonly askedAt: string;
  readonly endedAt: string | null;
  readonly nextTryAt: string | null;
  readonly failure: { readonly detail: string } | null;
}

export interface Identity {
  readonly type: string;
  readonly value: string;
  readonly raw?: string;
  readonly verified: boolean;
}

export interface Contact {
  readonly id: string;
  readonly revision: number;
  readonly accountId: string;
  readonly channel: string;
  readonly line: string;
  readonly kind: string;
  readonly externalId: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly identities?: readonly Identity[];
  readonly sender?: { readonly name?: string; readonly company?: string };
  readonly text?: string;
  /** Characters that were broken when they came; the text has U+FFFD for them. */
  readonly unreadable?: number;
  /** When its sender changed it last. */
  readonly editedAt?: string;
  readonly subject?: string;
  readonly html?: string;
  readonly attachments?: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number; readonly url: string }[];
  readonly source?: { readonly utm?: Readonly<Record<string, string>>; readonly clickIds?: Readonly<Record<string, string>>; readonly referrer?: string; readonly page?: string; readonly campaign?: string };
  readonly form?: {
    readonly fields?: readonly { readonly name: string; readonly label?: string; readonly value: string }[];
    readonly consents?: readonly { readonly purpose: string; readonly given: boolean; readonly at?: string; readonly text: string }[];
  };
  readonly person?: { readonly id: string; readonly name: string | null };
  readonly lead?: { readonly id: string; readonly managerId: string | null; readonly status: string };
  readonly notLead?: { readonly reason: string };
  /** Nobody wrote it to us by hand: "own" is our own message that the provider tells us of. */
  readonly automatic?: { readonly kind: string };
  readonly decision?: { readonly sentence: string; readonly match?: { readonly sentence: string; readonly candidates: readonly { readonly personId: string; readonly score: number }[] }; readonly steps?: readonly (string | { readonly text?: string; readonly sentence?: string })[] };
  readonly custody?: readonly { readonly step: string; readonly at: string }[];
}

export interface Lead {
  readonly id: string;
  readonly line: string;
  readonly status: string;
  readonly outcome?: string;
  readonly managerId: string | null;
  readonly manager?: { readonly id: string; readonly name: string };
  readonly person?: { readonly id: string; readonly name: string | null };
  readonly channel?: string;
  readonly preview?: string;
  readonly contactsCount?: number;
  readonly openedAt: string;
  readonly lastContactAt: string;
  /** Why nobody has it. */
  readonly waiting?: 'held' | 'queue' | 'claim' | 'pool';
  readonly due?: 'opening' | 'take' | 'owner';
  readonly dueAt?: string;
  readonly assignedAt?: string;
  readonly takenAt?: string;
  readonly answerDueAt?: string;
  /** Changes of hands, the latest first; of one lead only. */
  readonly assignments?: readonly Assignment[];
}

export interface Assignment {
  readonly at: string;
  readonly manager: { readonly id: string; readonly name: string } | null;
  readonly reason: string;
  readonly sentence: string;
  readonly steps: readonly string[];
}

/** Leads that nobody has, by queue and reason. */
export interface DeskSums {
  readonly waiting: readonly { readonly queueId: string | null; readonly waiting: string; readonly count: number; readonly oldestAt: string }[];
}

export interface Task {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly personName: string | null;
  readonly leadId: string | null;
  readonly managerId: string | null;
  readonly dueAt: string;
}

export interface Manager {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly userId: string | null;
  readonly active: boolean;
  readonly queues: readonly string[];
  readonly skills?: readonly string[];
  readonly capacity?: number | null;
  readonly presenceBy?: string;
  readonly presence?: { readonly present: boolean; readonly away?: string; readonly backAt?: string };
  readonly openLeads?: number;
}

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly queueId: string;
  readonly repeatLeads?: boolean;
  readonly autoMerge?: boolean;
  /** Null: always open. */
  readonly hours?: Hours | null;
  readonly calendar?: string | null;
  readonly outOfHours?: { readonly kind: string; readonly managerId?: string; readonly lineId?: string };
  readonly patienceMinutes?: number;
  readonly answerMinutes?: number | null;
  readonly callBackMinutes?: number | null;
  readonly answers?: LineAnswers;
}

/** What a line answers by itself. */
export interface LineAnswers {
  readonly greeting?: { readonly text: string };
  readonly outOfHours?: { readonly text: string };
  readonly onIt?: { readonly text: string; readonly afterMinutes: number };
}

export interface Interval {
  readonly from: string;
  readonly to: string;
}

export interface Hours {
  readonly week: readonly (readonly Interval[])[];
  readonly exceptions: readonly { readonly date: string; readonly intervals: readonly Interval[]; readonly note?: string }[];
}

export interface CalendarYear {
  readonly country: string;
  readonly year: number;
  readonly changed: boolean;
  readonly confirmed: boolean;
  readonly days: readonly { readonly date: string; readonly kind: 'off' | 'work' | 'short'; readonly like?: number; readonly note?: string }[];
}

export interface Quarantined {
  readonly id: string;
  readonly accountId: string;
  readonly receivedAt: string;
  readonly reason: { readonly stage: string; readonly class: string; readonly code: string; readonly detail: string };
  readonly payload: { readonly mediaType: string; readonly sizeBytes: number; readonly sha256: string };
  readonly seen: number;
  readonly status: 'open' | 'replayed' | 'dismissed';
  readonly contactIds: readonly string[];
  readonly dismissedFor?: string;
}

export interface QuarantineGroup {
  readonly accountId: string;
  readonly stage: string;
  readonly code: string;
  readonly detail: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly managerId: string | null;
  readonly disabledAt: string | null;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly source: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly route: string;
  readonly outcome: string;
  readonly status: number;
  readonly fields: readonly string[];
  readonly clientAddress: string;
  readonly actor: { readonly kind: string; readonly name: string; readonly role: string } | null;
}

export interface AlarmTarget {
  readonly id: string;
  readonly kind: 'mail' | 'telegram' | 'webhook';
  readonly name: string;
  readonly locale: 'ru' | 'en';
  readonly enabled: boolean;
  readonly settings: Settings;
  readonly lastSentAt: string | null;
  readonly lastError: { readonly at: string; readonly detail: string } | null;
}

export interface Alarm {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly channel: string;
  readonly code: string;
  readonly detail: string;
  readonly state: 'open' | 'resolved';
  readonly since: string;
  readonly resolvedAt: string | null;
  readonly deliveries: readonly { readonly targetId: string; readonly kind: string; readonly state: string; readonly lastError: string | null }[];
}

export type Stats = Readonly<Record<'accepted' | 'repeats' | 'revisions' | 'leads' | 'joined' | 'notLeads' | 'quarantined' | 'unaccounted', number | 'unknown'>>;

export interface CustodyAudit {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly deep: boolean;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly contacts: number;
  readonly records: number;
  readonly failure: string | null;
}

export interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly minute: string;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly sha256: string | null;
  readonly count: number;
  readonly foundAt: string;
  readonly endedAt: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly company?: string;
  readonly managerId: string | null;
  readonly createdAt: string;
}

export interface Suggestion {
  readonly id: string;
  readonly status: string;
  readonly score: number;
  readonly people: readonly [Pick<Person, 'id' | 'name' | 'company'>, Pick<Person, 'id' | 'name' | 'company'>];
  readonly contactId?: string;
  readonly sentence: string;
  readonly createdAt: string;
}

export interface Merge {
  readonly id: string;
  readonly survivorId: string;
  readonly mergedName: string;
  readonly cause: string;
  readonly by: string;
  readonly mergedAt: string;
  readonly undoneAt?: string;
}

export interface Activity {
  readonly id: string;
  readonly kind: 'meeting' | 'call';
  readonly occurredAt: string;
  readonly durationMinutes: number | null;
  readonly result: string;
  readonly by: string;
}

export interface PersonCard extends Person {
  readonly identities: readonly (Identity & { readonly shared: boolean })[];
  readonly leads: readonly Lead[];
  readonly contacts: readonly Contact[];
  readonly suggestions: readonly Suggestion[];
  readonly merges: readonly Merge[];
  readonly activities: readonly Activity[];
  readonly companies: readonly { readonly id: string; readonly name: string }[];
}

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly managerId: string | null;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
}

export type NoticeKind = 'opened' | 'joined' | 'transferred' | 'assigned' | 'escalated' | 'offered' | 'reminded' | 'taken' | 'closed';

export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** 1 for Monday; each day when left out. */
  readonly days?: readonly number[];
}

/** By which a manager is told; a secret is masked. */
export type Way =
  | { readonly kind: 'mail'; readonly address: string }
  | { readonly kind: 'telegram'; readonly chatId: string }
  | { readonly kind: 'webhook'; readonly url: string; readonly secret?: string };

/** How a manager is told of leads. */
export interface Recipient {
  readonly managerId: string;
  readonly locale: 'ru' | 'en';
  readonly timeZone: string;
  readonly quietHours?: QuietHours;
  readonly digestAfter: number;
  readonly ways: readonly Way[];
  readonly kinds: readonly NoticeKind[];
  /** Kinds of ways that the installation can send by. */
  readonly available: readonly Way['kind'][];
}

/** What a manager was told by name. */
export interface Notice {
  readonly seq: string;
  readonly id: string;
  /** "lead.opened" */
  readonly kind: string;
  readonly at: string;
  readonly leadId: string;
  readonly personName: string;
  readonly channel: string | null;
  readonly preview: string;
  readonly reason?: string;
}

export interface NoticeDelivery {
  readonly id: string;
  readonly leadId: string;
  readonly kind: string;
  readonly way: string;
  readonly state: string;
  readonly createdAt: string;
  readonly nextTryAt: string | null;
  readonly sentAt: string | null;
  readonly lastError: string | null;
}

/** What a test by one way came to. */
export interface TestResult {
  readonly kind: Way['kind'];
  readonly address: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** The installation's own, secrets masked. */
export interface Senders {
  readonly mail: Settings | null;
  readonly telegram: Settings | null;
}

export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly managerIds: readonly string[];
  readonly shares: Readonly<Record<string, number>>;
  readonly overflowId: string | null;
  readonly takeMinutes: number | null;
  readonly departmentId: string | null;
}

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly headId: string | null;
  readonly managerIds: readonly string[];
}
