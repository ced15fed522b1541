import sanitizeHtml from 'sanitize-html';
import { type ReadStyle, styleReader } from './safe-style.js';

const TAGS = [
  'a', 'abbr', 'address', 'article', 'b', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details', 'dfn', 'div',
  'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'ol', 'p',
  'pre', 'q', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var',
];
/** Marks of quoted history that readers of mail set; other ids would only clash with the page. */
const QUOTE_IDS = /^(x_)*(divRplyFwdMsg|appendonsend|isForwardContent|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|replySplit|reply-intro|ms-outlook-mobile-signature|Signature)$/i;
const MAX_ATTRIBUTE_CHARS = 4_096;

/**
 * Makes a mail's HTML harmless: no scripts, forms or frames, nothing that a browser loads by itself. Addresses of remote images
 * stay as `data-remote-src`, so that a reader may ask for them.
 * @param contentIds  of attachments that `cid:` may name; other references go
 */
export function sanitizeMailHtml(html: string, contentIds: ReadonlySet<string>): string {
  const readStyle = styleReader();
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      '*': ['data-hidden', 'style', 'class', 'id', 'dir', 'lang', 'title', 'align', 'valign', 'width', 'height', 'bgcolor', 'color', 'border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'face', 'size', 'start', 'type', 'cite'],
      a: ['href', 'target', 'rel', 'name'],
      img: ['src', 'alt', 'data-remote-src'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
    allowProtocolRelative: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'xml', 'svg', 'math', 'template'],
    parseStyleAttributes: false,
    nestingLimit: 1_000,
    // Marked below; seen here only when it is an allowed attribute.
    exclusiveFilter: ({ attribs }) => attribs['data-hidden'] !== undefined,
    transformTags: {
      '*': (tagName, attributes) => ({ tagName, attribs: isMarkedHidden(attributes, readStyle) ? { 'data-hidden': '' } : safeAttributes(tagName, attributes, contentIds, readStyle) }),
    },
  });
}

type StyleReader = (style: string) => ReadStyle;

function safeAttributes(tagName: string, attributes: sanitizeHtml.Attributes, contentIds: ReadonlySet<string>, readStyle: StyleReader): sanitizeHtml.Attributes {
  const kept = harmless(attributes, readStyle);
  if (tagName === 'img') return image(kept, contentIds);
  return tagName === 'a' ? { ...kept, rel: 'noopener noreferrer nofollow', target: '_blank' } : kept;
}

function isMarkedHidden(attributes: sanitizeHtml.Attributes, readStyle: StyleReader): boolean {
  return attributes['hidden'] !== undefined || (attributes['style'] !== undefined && readStyle(attributes['style']).hidden);
}

function harmless(attributes: sanitizeHtml.Attributes, readStyle: StyleReader): sanitizeHtml.Attributes {
  const kept: sanitizeHtml.Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('data-') || value.length > MAX_ATTRIBUTE_CHARS) continue;
    if (name === 'style') {
      const { safe } = readStyle(value);
      if (safe) kept[name] = safe;
    } else if (name !== 'id' || QUOTE_IDS.test(value)) kept[name] = value;
  }
  return kept;
}

function image(attributes: sanitizeHtml.Attributes, contentIds: ReadonlySet<string>): sanitizeHtml.Attributes {
  const { src = '', ...rest } = attributes;
  const contentId = /^cid:(.+)$/i.exec(src.trim())?.[1];
  if (contentId !== undefined) return contentIds.has(decodedId(contentId)) ? { ...rest, src: `cid:${decodedId(contentId)}` } : rest;
  return /^https?:\/\//i.test(src.trim()) ? { ...rest, 'data-remote-src': src.trim() } : rest;
}

/** Content ids in `cid:` addresses may be percent-encoded (RFC 2392). */
export function decodedId(contentId: string): string {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId; // a lone "%" stands for itself
  }
}
