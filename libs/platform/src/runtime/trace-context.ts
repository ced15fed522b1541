/** Where a contact's span is made. */
export type TraceStep = 'intake' | 'lead';

const MARKS: Readonly<Record<TraceStep, number>> = { intake: 1, lead: 2 };

/** A contact's trace has the contact's own id, so that it is found by it, and its spans need nothing carried along to find each other. */
export function traceIdOf(contactId: string): string {
  return contactId.replaceAll('-', '').toLowerCase();
}

/** Id of a step's span: one each for intake, one a revision for the lead service. */
export function spanIdOf(contactId: string, step: TraceStep, revision = 1): string {
  const bytes = Buffer.from(traceIdOf(contactId).slice(16), 'hex');
  bytes.writeUInt8(bytes.readUInt8(7) ^ MARKS[step], 7);
  if (step === 'lead') bytes.writeUInt16BE(bytes.readUInt16BE(2) ^ (revision & 0xffff), 2);
  return bytes.toString('hex');
}

/** @see https://www.w3.org/TR/trace-context/ */
export function traceparentOf(contactId: string): string {
  return `00-${traceIdOf(contactId)}-${spanIdOf(contactId, 'intake')}-01`;
}
