/** Which of a form's fields tell who somebody is, by how people name them. */
const KINDS: readonly (readonly ['address' | 'place' | 'birthDate', RegExp])[] = [
  ['birthDate', /birth|dob|рожден/i],
  ['place', /^(city|town|place)$|город|населенн/i],
  ['address', /address|street|адрес|улиц/i],
];

export function fieldKind(name: string, label: string): 'address' | 'place' | 'birthDate' | undefined {
  if (/mail|почт/i.test(`${name} ${label}`)) return undefined;
  return KINDS.find(([, pattern]) => pattern.test(name) || pattern.test(label))?.[0];
}

/** ISO 8601, from that or from day, month and year as Russians write them. */
export function dateOf(text: string): string | undefined {
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`;
  const [, day, month, year] = /^\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*$/.exec(text) ?? [];
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}
