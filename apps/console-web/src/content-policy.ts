interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}

declare global {
  interface Window {
    trustedTypes?: TrustedTypes;
    __webpack_nonce__?: string;
  }
}

/**
 * The page's policy forbids inline styles without its nonce and text that becomes markup. The styles of our own components are made
 * as text (React sets it as HTML of a `style` element), so text without a tag is let through, and everything else is refused.
 * @returns the nonce for styles
 */
export function allowStyles(): string {
  const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  window.trustedTypes?.createPolicy('default', {
    createHTML(text) {
      if (text.includes('<')) throw new TypeError('markup from text is not allowed here');
      return text;
    },
  });
  // Read by the library that stops the page from scrolling below an open dialog.
  window.__webpack_nonce__ = nonce;
  return nonce;
}
