import type { Answer } from '@tributary/channel';

const TEXTS = {
  ru: { title: 'Спасибо!', text: 'Мы получили ваше сообщение и скоро ответим.' },
  en: { title: 'Thank you!', text: 'We have received your message and will get back to you soon.' },
} as const;

/** Where a browser comes after sending a form. Loads nothing and runs nothing. */
export function thanksPage(locale: 'ru' | 'en'): Answer {
  const { title, text } = TEXTS[locale];
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': locale,
      'content-security-policy': "default-src 'none'; frame-ancestors 'self'; base-uri 'none'",
      'cache-control': 'no-store',
      vary: 'accept-language',
    },
    body: `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
</html>
`,
  };
}
