import { queryOptions } from '@tanstack/react-query';
import type { RulesVersion } from '../pages/routing/rules';
import { isThere } from '../session/belongings';
import { get, Problem } from './client';
import type { CannedAnswer, Conversation } from './conversation-types';
import type { Account, Alarm, AlarmTarget, CalendarYear, Channel, Company, Connector, Department, DeskSums, Lead, Line, Manager, Me, Notice, NoticeDelivery, Page, QuarantineGroup, Queue, Recipient, Senders, Stats, Task } from './types';

/** Of lists that a page shows whole. */
const ALL = { limit: 500 };
/** What changes only when somebody works here. */
const CALM = { staleTime: 60_000 };

/** Who is signed in; null when nobody is. */
export const session = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      const me = await get<Me>('/api/v1/session');
      isThere(me);
      return me;
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) return null;
      throw problem;
    }
  },
  staleTime: Infinity,
  // In another tab somebody else may have signed in meanwhile.
  refetchOnWindowFocus: 'always',
});

/** The feed tells when an account changes; its figures are asked for besides. */
export const connectors = queryOptions({ queryKey: ['connectors'], queryFn: () => get<Page<Connector>>('/api/v1/connectors'), refetchInterval: 10_000 });
export const stats = queryOptions({ queryKey: ['stats'], queryFn: () => get<Stats>('/api/v1/stats'), refetchInterval: 10_000 });
export const channels = queryOptions({ queryKey: ['channels'], queryFn: () => get<Page<Channel>>('/api/v1/channels'), staleTime: Infinity });
export const lines = queryOptions({ queryKey: ['lines'], queryFn: () => get<Page<Line>>('/api/v1/lines', ALL), ...CALM });
export const managers = queryOptions({ queryKey: ['managers'], queryFn: () => get<Page<Manager>>('/api/v1/managers', ALL), ...CALM });
export const quarantineGroups = queryOptions({ queryKey: ['quarantine-groups'], queryFn: () => get<Page<QuarantineGroup>>('/api/v1/quarantine/groups') });
export const alarmTargets = queryOptions({ queryKey: ['alarm-targets'], queryFn: () => get<Page<AlarmTarget>>('/api/v1/alarm-targets') });
export const openAlarms = queryOptions({ queryKey: ['alarms', 'open'], queryFn: () => get<Page<Alarm>>('/api/v1/alarms', { state: 'open' }) });
export const account = (id: string) => queryOptions({ queryKey: ['account', id], queryFn: () => get<Account>(`/api/v1/accounts/${encodeURIComponent(id)}`) });
/** A manager's own, or, for administrators, those of any. */
export const recipient = (id: string) => queryOptions({ queryKey: ['recipient', id], queryFn: () => get<Recipient>(`/api/v1/notifications/${encodeURIComponent(id)}`) });
export const noticeDeliveries = (id: string) =>
  queryOptions({ queryKey: ['notice-deliveries', id], queryFn: () => get<Page<NoticeDelivery>>(`/api/v1/notifications/${encodeURIComponent(id)}/deliveries`, { limit: 10 }), refetchInterval: 10_000 });
export const senders = queryOptions({ queryKey: ['senders'], queryFn: () => get<Senders>('/api/v1/notifications/senders') });
/** The newest that the signed-in manager was told. */
export const notices = queryOptions({ queryKey: ['notices'], queryFn: () => get<Page<Notice>>('/api/v1/notifications/me/notices', { limit: 50 }) });

/** The desk: the feed tells when something changes, and ages are told anew besides. */
const AGING = { refetchInterval: 10_000 };
export const desk = queryOptions({ queryKey: ['desk'], queryFn: () => get<DeskSums>('/api/v1/desk'), ...AGING });
export const myLeads = queryOptions({ queryKey: ['leads', 'mine'], queryFn: () => get<Page<Lead>>('/api/v1/leads', { managerId: 'me', status: 'open', order: 'oldest', limit: 200 }), ...AGING });
export const waitingLeads = queryOptions({ queryKey: ['leads', 'waiting'], queryFn: () => get<Page<Lead>>('/api/v1/leads', { waiting: 'any', order: 'oldest', limit: 100 }), ...AGING });
/** Managers with whether they are there now. */
export const people = queryOptions({ queryKey: ['present'], queryFn: () => get<Page<Manager>>('/api/v1/managers', ALL), ...AGING });
export const ownManager = queryOptions({ queryKey: ['present', 'me'], queryFn: () => get<Manager>('/api/v1/managers/me'), refetchInterval: 30_000 });
export interface TaskFilter {
  readonly managerId?: 'me';
  readonly leadId?: string;
}
export const tasks = (filter: TaskFilter) => queryOptions({ queryKey: ['tasks', filter], queryFn: () => get<Page<Task>>('/api/v1/tasks', { ...filter, limit: 200 }), ...AGING });

/** What rules name. */
export const accounts = queryOptions({ queryKey: ['accounts'], queryFn: () => get<Page<Account>>('/api/v1/accounts', ALL), ...CALM });
export const companies = queryOptions({ queryKey: ['companies', 'all'], queryFn: () => get<Page<Company>>('/api/v1/companies', ALL), ...CALM });
export const queues = queryOptions({ queryKey: ['queues'], queryFn: () => get<Page<Queue>>('/api/v1/queues', ALL), ...CALM });
export const departments = queryOptions({ queryKey: ['departments'], queryFn: () => get<Page<Department>>('/api/v1/departments', ALL), ...CALM });
export const routing = queryOptions({ queryKey: ['routing'], queryFn: () => get<RulesVersion>('/api/v1/routing'), ...CALM });
export const routingVersions = queryOptions({ queryKey: ['routing-versions'], queryFn: () => get<Page<RulesVersion>>('/api/v1/routing/versions', { limit: 100 }), ...CALM });
export const calendars = queryOptions({ queryKey: ['calendars'], queryFn: () => get<Page<CalendarYear>>('/api/v1/calendars'), ...CALM });
export const openingsOf = (line: string) =>
  queryOptions({ queryKey: ['openings', line], queryFn: () => get<{ timeZone: string; alwaysOpen: boolean; items: { opensAt: string; closesAt: string }[] }>(`/api/v1/lines/${encodeURIComponent(line)}/openings`, { count: 5 }), ...CALM });

export const conversation = (id: string) => queryOptions({ queryKey: ['conversation', id], queryFn: () => get<Conversation>(`/api/v1/conversations/${encodeURIComponent(id)}`) });
export const conversationsOfLead = (leadId: string) => queryOptions({ queryKey: ['conversations', 'lead', leadId], queryFn: () => get<Page<Conversation>>('/api/v1/conversations', { leadId, limit: 50 }) });
/** Those that hold something unseen: of operators, who may see all of them, only their own. */
export const unreadConversations = (own: boolean) => queryOptions({ queryKey: ['conversations', 'unread', own], queryFn: () => get<Page<Conversation>>('/api/v1/conversations', { managerId: own ? 'me' : null, unread: 'true', limit: 100 }) });
export const cannedAnswers = queryOptions({ queryKey: ['canned-answers'], queryFn: () => get<Page<CannedAnswer>>('/api/v1/canned-answers', ALL), ...CALM });
