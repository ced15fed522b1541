/** The part of html-to-text 10 that is used: it ships no types of its own. */
declare module 'html-to-text' {
  export interface Element {
    readonly attribs?: Readonly<Record<string, string>>;
    readonly children?: readonly Element[];
  }

  export interface BlockTextBuilder {
    addInline(text: string, options?: { noWordTransform?: boolean }): void;
    pushWordTransform(transform: (word: string) => string): void;
    popWordTransform(): void;
  }

  export type Formatter = (
    element: Element,
    walk: (children: readonly Element[] | undefined, builder: BlockTextBuilder) => void,
    builder: BlockTextBuilder,
    options: Readonly<Record<string, unknown>>,
  ) => void;

  export interface Options {
    readonly wordwrap?: number | false;
    readonly limits?: { readonly maxDepth?: number; readonly maxChildNodes?: number; readonly maxInputLength?: number; readonly ellipsis?: string };
    readonly selectors?: readonly { readonly selector: string; readonly format?: string; readonly options?: Readonly<Record<string, unknown>> }[];
    readonly formatters?: Readonly<Record<string, Formatter>>;
  }

  export function compile(options: Options): (html: string) => string;
}
