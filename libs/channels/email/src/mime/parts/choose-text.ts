import { cleanText } from '@tributary/contact';
import { flattenHtml } from '../html/flatten-html.js';
import { htmlToPlainText } from '../html/html-to-plain-text.js';
import { sanitizeMailHtml } from '../html/sanitize-mail-html.js';
import type { MailLimits } from '../limits.js';
import type { Mail } from '../mail.js';
import type { Problems } from '../problems.js';
import type { TextBlock } from './text-block.js';

/** The text and the HTML of a mail out of its parts: plain text where the sender wrote one, else made from the HTML. */
export function chooseText(
  blocks: readonly TextBlock[],
  contentIds: ReadonlySet<string>,
  limits: MailLimits,
  problems: Problems,
): Pick<Mail, 'text' | 'textSource' | 'html'> {
  const forms = blocks.map((block) => readBlock(block, contentIds, limits, problems)).filter(({ text, html }) => text !== '' || html !== '');
  const text = cutText(forms.map((form) => form.text).filter((form) => form !== '').join('\n\n'), limits.maxTextChars, problems);
  const textSource = text === '' ? 'none' : forms.some(({ fromPlain }) => fromPlain) ? 'plain' : 'html';
  if (!forms.some(({ html }) => html !== '')) return { text, textSource };
  return { text, textSource, html: forms.map(({ html, text: plain }) => html || asHtml(plain)).join('\n') };
}

interface Forms {
  readonly text: string;
  readonly html: string;
  readonly fromPlain: boolean;
}

function readBlock({ plain, html }: TextBlock, contentIds: ReadonlySet<string>, limits: MailLimits, problems: Problems): Forms {
  const written = trimBlankLines(cleanText(plain.join('\n')).text);
  if (html.length === 0) return { text: written, html: '', fromPlain: written !== '' };
  const { html: flat, flattened } = flattenHtml(cleanText(html.join('\n')).text, limits.maxHtmlDepth);
  if (flattened) problems.add('html-too-complex', `elements deeper than ${limits.maxHtmlDepth} are flattened`);
  const safe = sanitizeMailHtml(flat, contentIds);
  return { text: written || cleanText(htmlToPlainText(safe)).text, html: safe, fromPlain: written !== '' };
}

function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

function cutText(text: string, maxChars: number, problems: Problems): string {
  if (text.length <= maxChars) return text;
  problems.add('text-truncated', `only the first ${maxChars} characters are kept`);
  return text.slice(0, maxChars).toWellFormed();
}

function asHtml(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<div style="white-space:pre-wrap">${escaped}</div>`;
}
