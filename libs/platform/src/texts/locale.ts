export type Locale = 'ru' | 'en';

/**
 * Russian when the header prefers it over English, else English.
 * @param acceptLanguage  RFC 9110 §12.5.4, as sent
 */
export function pickLocale(acceptLanguage: string | undefined): Locale {
  if (!acceptLanguage) return 'en';
  let best: { locale: Locale; quality: number } = { locale: 'en', quality: 0 };
  for (const item of acceptLanguage.slice(0, 1_000).split(',')) {
    const [range = '', ...parameters] = item.trim().toLowerCase().split(';');
    const locale = (['ru', 'en'] as const).find((known) => range === known || range.startsWith(`${known}-`));
    if (!locale) continue;
    const quality = qualityOf(parameters);
    if (quality > best.quality) best = { locale, quality };
  }
  return best.locale;
}

function qualityOf(parameters: readonly string[]): number {
  const text = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const quality = text === undefined ? 1 : Number(text.slice(2));
  return Number.isFinite(quality) ? quality : 0;
}
