import { compile } from 'html-to-text';
import { isLabelledRow } from './labelled-row.js';

/** Zero-width characters and soft hyphens, as newsletters fill their preheader with. */
const INVISIBLE = /\u200b|\u200c|\u2060|\ufeff|\u00ad|\u034f/g;
const MAX_CHILD_NODES = 20_000;
const MAX_DEPTH = 300;

const convert = compile({
  wordwrap: false,
  limits: { maxDepth: MAX_DEPTH, maxChildNodes: MAX_CHILD_NODES, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true, linkBrackets: [' ', ''] }, format: 'mailLink' },
    { selector: 'img', format: 'skip' },
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'h1', options: { uppercase: false, leadingLineBreaks: 2 } },
    { selector: 'h2', options: { uppercase: false, leadingLineBreaks: 2 } },
    { selector: 'h3', options: { uppercase: false } },
    { selector: 'h4', options: { uppercase: false } },
    { selector: 'h5', options: { uppercase: false } },
    { selector: 'h6', options: { uppercase: false } },
    { selector: 'hr', options: { length: 10 } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
  ],
  formatters: {
    /** "text (address)", the text alone when the address says the same. */
    mailLink: (element, walk, builder, options) => {
      const href = element.attribs?.['href'] ?? '';
      let shown = '';
      builder.pushWordTransform((word) => {
        shown += word;
        return word;
      });
      walk(element.children, builder);
      builder.popWordTransform();
      if (options['ignoreHref'] !== true && saysMore(href, shown)) builder.addInline(` (${href})`, { noWordTransform: true });
    },
    /** Cells of a row stand beside each other; a cell that holds blocks begins its own lines. What labels the next one gets a colon. */
    cell: (element, walk, builder) => {
      walk(element.children, builder);
      builder.addInline(isLabelledRow(element) ? ': ' : ' ');
    },
  },
});

/**
 * Plain text of sanitized HTML: paragraphs, lists, cells and links readable, each quoted line with "> ".
 * @param html  without what isn't shown; its depth bounded already
 */
export function htmlToPlainText(html: string): string {
  return convert(html)
    .replace(/\u00a0/g, ' ')
    .replace(INVISIBLE, '')
    // trimEnd is linear; a pattern would try every position of a long run of blanks.
    .split('\n').map((line) => line.trimEnd()).join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function saysMore(href: string, shown: string): boolean {
  if (!/^(https?|mailto|tel):/i.test(href) || shown === '') return false;
  const bare = (text: string) => text.toLowerCase().replace(/^(https?:\/\/(www\.)?|mailto:|tel:)/, '').replace(/[\s/()-]+/g, '');
  return bare(href) !== bare(shown);
}
