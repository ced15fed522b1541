import { type Identity, joinIdentities, normalizePhone, phoneIdentities } from '@tributary/contact';

/** Signatures and short letters are looked at line by line; what is longer is prose. */
const MAX_LINES = 60;
const MAX_PHONES = 5;

/**
 * Phones that are the writer's own: those of the signature, else the only one in a letter. An office's number would make one
 * person of all its people, so only numbers that one person answers are taken: no extension, in Russia mobile ones.
 */
export function ownPhones(reply: string, signature: string, defaultRegion: string): readonly Identity[] {
  const signed = phonesIn(signature, defaultRegion);
  if (signed.length > 0) return signed.slice(0, MAX_PHONES);
  const written = phonesIn(reply, defaultRegion);
  return written.length === 1 ? written : [];
}

function phonesIn(text: string, defaultRegion: string): Identity[] {
  const lines = text.split('\n').slice(0, MAX_LINES);
  return joinIdentities(lines.flatMap((line) => phoneIdentities(line, defaultRegion)), []).filter(isOnePersons);
}

const RUSSIA = '7';
/** Russia's mobile numbers begin so, and Kazakhstan's, which share the code. */
const MOBILE = /^\+7[79]/;

function isOnePersons({ value, extension }: Identity): boolean {
  const phone = normalizePhone(value);
  if (!phone?.valid || phone.kind !== 'personal' || extension !== undefined) return false;
  return phone.callingCode !== RUSSIA || MOBILE.test(value);
}
