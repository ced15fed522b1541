import type { Container } from '../split/container.js';

/** Texts that say the same in several forms (one multipart/alternative), or one text by itself. */
export interface TextBlock {
  plain: string[];
  html: string[];
}

/** Blocks in the order of the mail. */
export class TextBlocks {
  readonly list: TextBlock[] = [];
  private readonly ofAlternative = new Map<Container, TextBlock>();

  add(container: Container | undefined, form: 'plain' | 'html', text: string): void {
    this.blockFor(container)[form].push(text);
  }

  /** Whether the same words stand there already as plain text. */
  hasPlain(container: Container | undefined): boolean {
    const alternative = enclosingAlternative(container);
    return alternative !== undefined && (this.ofAlternative.get(alternative)?.plain.some((text) => text.trim() !== '') ?? false);
  }

  private blockFor(container: Container | undefined): TextBlock {
    const alternative = enclosingAlternative(container);
    const known = alternative && this.ofAlternative.get(alternative);
    if (known) return known;
    const block: TextBlock = { plain: [], html: [] };
    this.list.push(block);
    if (alternative) this.ofAlternative.set(alternative, block);
    return block;
  }
}

function enclosingAlternative(container: Container | undefined): Container | undefined {
  for (let at = container; at; at = at.parent) if (at.subtype === 'alternative') return at;
  return undefined;
}
