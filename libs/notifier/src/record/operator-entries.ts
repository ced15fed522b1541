import { v5 as uuidV5 } from 'uuid';
import type { AlarmNews } from '../alarms/alarm-book.js';
import type { StatusNews } from '../status/read-status.js';
import type { ConnectorData, NewEntry } from './new-entry.js';

/** How an account is now, for the board of whoever operates the hub. */
export function connectorEntry({ id, causes, ...status }: StatusNews): NewEntry<ConnectorData> {
  const data = { ...status, causes: causes.map(({ fact, code, field }) => ({ fact, code, field })) };
  return { id, kind: 'connector', contactRevision: 0, notifies: false, data };
}

/** An alarm that opened or is over. */
export function alarmEntry(alarm: AlarmNews): NewEntry<AlarmNews> {
  return { id: uuidV5(alarm.state, alarm.id), kind: 'alarm', contactRevision: 0, notifies: false, data: alarm };
}
