/** Why two persons may be one, as it is kept with the suggestion. */
export type Reason =
  /** One contact carries this identity, which is the other's, beside one of the first. */
  | { readonly code: 'exact-identity'; readonly type: string; readonly value: string }
  | { readonly code: 'same-name'; readonly value: string }
  | { readonly code: 'similar-name'; readonly value: string; readonly other: string }
  | { readonly code: 'same-company'; readonly value: string }
  | { readonly code: 'near-identity'; readonly type: string; readonly value: string; readonly other: string }
  | { readonly code: 'same-address'; readonly value: string }
  | { readonly code: 'same-device'; readonly value: string };

type Texts = { readonly [Code in Reason['code']]: (reason: Extract<Reason, { code: Code }>) => string };

const TYPES = {
  ru: { phone: 'телефон', email: 'адрес почты' } as Readonly<Record<string, string>>,
  en: { phone: 'phone', email: 'e-mail address' } as Readonly<Record<string, string>>,
};

const TEXTS: Readonly<Record<'ru' | 'en', Texts>> = {
  ru: {
    'exact-identity': ({ type, value }) => `в одном обращении указан и ${TYPES.ru[type] ?? `признак «${type}»`} ${value} другого`,
    'same-name': ({ value }) => `совпадает имя «${value}»`,
    'similar-name': ({ value, other }) => `похожи имена «${value}» и «${other}»`,
    'same-company': ({ value }) => `одна компания «${value}»`,
    'near-identity': ({ type, value, other }) => `почти совпадает ${TYPES.ru[type] ?? `признак «${type}»`}: ${value} и ${other}`,
    'same-address': ({ value }) => `один адрес «${value}»`,
    'same-device': ({ value }) => `один браузер или рекламный клик (${value})`,
  },
  en: {
    'exact-identity': ({ type, value }) => `one contact also gives the other's ${TYPES.en[type] ?? `“${type}” identity`} ${value}`,
    'same-name': ({ value }) => `the name “${value}” is the same`,
    'similar-name': ({ value, other }) => `the names “${value}” and “${other}” are alike`,
    'same-company': ({ value }) => `both are of the company “${value}”`,
    'near-identity': ({ type, value, other }) => `the ${TYPES.en[type] ?? `“${type}” identities`} ${value} and ${other} are nearly the same`,
    'same-address': ({ value }) => `the address “${value}” is the same`,
    'same-device': ({ value }) => `the same browser or advertising click (${value})`,
  },
};

/** One sentence for a person who decides. A code of a later version stands as it is. Pure. */
export function explainSuggestion(reasons: readonly Reason[], locale: 'ru' | 'en'): string {
  const said = reasons.map((reason) => {
    const text: unknown = Object.hasOwn(TEXTS[locale], reason.code) ? TEXTS[locale][reason.code] : undefined;
    return typeof text === 'function' ? String(text(reason)) : reason.code;
  });
  const list = said.join('; ');
  return locale === 'ru' ? `Возможно, это один человек: ${list}.` : `They may be one person: ${list}.`;
}
