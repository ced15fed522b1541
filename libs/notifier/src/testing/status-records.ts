import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { type NewRecord, TOPICS } from '@tributary/event-log';
import { ConnectorStatusSchema } from '@tributary/proto';

type StatusFields = Exclude<MessageInitShape<typeof ConnectorStatusSchema>, { $typeName: string }>;

export const REFUSED = { fact: 'credential', code: 'credentials-refused', detailEn: 'Wrong password.', detailRu: 'Неверный пароль.', field: 'password' };

/** An account that is well; other fields as given. */
export function statusRecord(accountId: string, fields: StatusFields = {}): NewRecord {
  const since = timestampNow();
  const status = create(ConnectorStatusSchema, {
    id: randomUUID(), accountId, channel: 'email', name: 'Отдел продаж', line: 'main', at: since,
    health: { state: fields.causes?.length ? 'broken' : 'ok', since },
    credential: { state: 'valid', since }, consumer: { state: 'alive', since }, traffic: { state: 'learning', since },
    ...fields,
  });
  return { topic: TOPICS.status, key: accountId, value: toBinary(ConnectorStatusSchema, status), headers: { id: status.id } };
}

/** The account was deleted. */
export function deletedRecord(accountId: string): NewRecord {
  return { topic: TOPICS.status, key: accountId, value: null, headers: { id: randomUUID() } };
}
