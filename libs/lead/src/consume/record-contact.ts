const RECORD_ID = /^(?<id>[0-9a-f-]{36})\/(?<revision>\d{1,9})$/;

/** Of what intake appended, the headers tell enough; undefined for an outside client's record. */
export function contactOfRecord(headers: Readonly<Record<string, string>>): { id: string; revision: number; accountId: string } | undefined {
  const { id, revision } = RECORD_ID.exec(headers['id'] ?? '')?.groups ?? {};
  return id ? { id, revision: Number(revision), accountId: headers['source']?.split('/').at(-1) ?? '' } : undefined;
}
