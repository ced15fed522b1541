import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { EnvelopeSchema, Origin } from '@tributary/proto';
import { Kafka } from 'kafkajs';
import { v5 as uuidV5 } from 'uuid';
import { phoneOf } from '../e2e/phones.mjs';

const NAMESPACE = '5ad1f9a1-4c8e-4c1e-9a61-2f3c4f8a7d10';
const A_REQUEST = 500;

/**
 * Writes bulk contacts to Kafka as any other program might: by the proto and a client of its own.
 * @param {string} brokers @param {{ form: string, firstPerson: number, contacts: number }} order
 */
export async function publishBulk(brokers, { form, firstPerson, contacts }) {
  const producer = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: 1 }).producer();
  await producer.connect();
  try {
    for (let from = 0; from < contacts; from += A_REQUEST) {
      const count = Math.min(A_REQUEST, contacts - from);
      const messages = Array.from({ length: count }, (_, n) => message(form, firstPerson + from + n));
      await producer.send({ topic: 'inbound.bulk.v1', acks: -1, messages });
    }
  } finally {
    await producer.disconnect();
  }
}

/** @param {string} form @param {number} person */
function message(form, person) {
  const id = uuidV5(`${form}/${person}`, NAMESPACE);
  const at = timestampFromDate(new Date());
  const envelope = create(EnvelopeSchema, {
    id,
    revision: 1,
    origin: Origin.BULK,
    accountId: form,
    channel: 'form',
    line: 'main',
    conversationId: id,
    externalId: id,
    occurredAt: at,
    receivedAt: at,
    identities: [{ type: 'phone', value: phoneOf(person), raw: phoneOf(person) }],
    sender: { name: `Клиент ${person}` },
    text: 'Запись из старой базы',
    content: { case: 'form', value: { fields: [{ name: 'message', label: 'Сообщение', value: 'Запись из старой базы' }] } },
  });
  const headers = {
    ce_specversion: '1.0',
    ce_id: `${id}/1`,
    ce_type: 'tributary.inbound.v1.contact',
    ce_source: `/accounts/${form}`,
    ce_subject: id,
    'content-type': 'application/protobuf',
  };
  return { key: id, value: Buffer.from(toBinary(EnvelopeSchema, envelope)), headers };
}
