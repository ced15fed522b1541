import { queryOptions } from '@tanstack/react-query';
import { get, Problem } from './client';
import type { Account, Alarm, AlarmTarget, Channel, Connector, Line, Manager, Me, Notice, NoticeDelivery, Page, QuarantineGroup, Recipient, Senders, Stats } from './types';

/** Of lists that a page shows whole. */
const ALL = { limit: 500 };
/** What changes only when somebody works here. */
const CALM = { staleTime: 60_000 };

/** Who is signed in; null when nobody is. */
export const session = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await get<Me>('/api/v1/session');
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) return null;
      throw problem;
    }
  },
  staleTime: Infinity,
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
