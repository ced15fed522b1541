/** Unicode Bidi_Control: they let "gpj.exe" be read as "exe.jpg". */
const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const MAX_FILE_NAME_CHARS = 200;

/** Text of one line: subject, name, header. White space is one space. */
export function cleanLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/ {2,}/g, ' ').trim().toWellFormed().normalize('NFC');
}

/** A display name: one line that can't reorder what stands beside it. */
export function cleanName(name: string): string {
  return cleanLine(name.replace(BIDI_CONTROL, ''));
}

/** A file's name for showing: the last step of a path, no control characters, never "." or "..". "" when nothing is left. */
export function cleanFileName(name: string): string {
  const last = cleanName(name).split(/[/\\]/).at(-1)!.replace(/[<>:"|?*]/g, '_').replace(/^[. ]+|[. ]+$/g, '');
  if (last.length <= MAX_FILE_NAME_CHARS) return last;
  const extension = /\.[^.]{1,16}$/.exec(last)?.[0] ?? '';
  return last.slice(0, MAX_FILE_NAME_CHARS - extension.length).toWellFormed() + extension;
}
