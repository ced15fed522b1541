const MAX_LENGTH = 200;

/**
 * A file's name for showing: without folders, control and direction-changing characters, NFC, at most 200 characters,
 * the extension kept. Storage never uses it.
 */
export function cleanFileName(sent: string | undefined): string {
  const name = (sent ?? '')
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    // Cf holds the marks that turn "gpj.exe" around.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
  if (name === '' || /^\.+$/.test(name)) return 'file';
  if (name.length <= MAX_LENGTH) return name;
  const extension = /\.[^.]{1,20}$/u.exec(name)?.[0] ?? '';
  return Array.from(name.slice(0, MAX_LENGTH - extension.length)).filter((letter) => !/\p{Cs}/u.test(letter)).join('') + extension;
}

/** The media type that the sender states, or the one that says nothing. */
export function cleanMediaType(sent: string | undefined): string {
  const type = (sent ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
}
