/** Words and signs that stand before an extension, in Russian and English, as RFC 3966 and dialling pads write them. */
const MARK = String.raw`(?:;?ext(?:ension|n)?|доб(?:авочный|ав)?|вн(?:утренний|утр)?)\s?[.:=]?|[xх#pw]`;

const MARKED = new RegExp(String.raw`[ ,]{0,3}\(?\s?(?:${MARK})\s?(\d{1,7})(?!\d)`, 'iuy');

/** Behind commas (a dialling pause) up to five digits and no more: a longer tail is a second number. */
const PAUSED = / ?,{1,3} ?(\d{1,5})(?![ ().-]*\d)/uy;

/** The extension that stands right behind a number, if any. */
export function extensionAt(text: string, index: number): string | undefined {
  for (const pattern of [MARKED, PAUSED]) {
    pattern.lastIndex = index;
    const digits = pattern.exec(text)?.[1];
    if (digits) return digits;
  }
  return undefined;
}
