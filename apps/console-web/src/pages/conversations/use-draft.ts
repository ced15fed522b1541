import { useState } from 'react';

export type Mode = 'reply' | 'note';

/** What is being written in one conversation. */
export interface Draft {
  readonly mode: Mode;
  readonly text: string;
  readonly files: readonly File[];
  setMode(mode: Mode): void;
  setText(text: string): void;
  /** Besides those that are there. */
  addFiles(files: readonly File[]): void;
  setFiles(files: readonly File[]): void;
  /** An answer that could not be sent, before what was begun meanwhile. */
  putBack(message: { readonly text: string; readonly files: readonly File[] }): void;
}

type Texts = Readonly<Record<Mode, string>>;

const EMPTY: Texts = { reply: '', note: '' };
/** Files outlive the view as well, as long as the page does: no storage holds them. */
const filesOf = new Map<string, readonly File[]>();
const keyOf = (conversationId: string) => `tributary-draft-${conversationId}`;

/** It is there again after one looked elsewhere; texts also after the page was loaded anew. */
export function useDraft(conversationId: string): Draft {
  const [mode, setMode] = useState<Mode>('reply');
  const [texts, setTexts] = useState(() => kept(conversationId));
  const [files, setFilesShown] = useState(() => filesOf.get(conversationId) ?? []);
  const write = (which: Mode, text: string) => {
    const next = { ...texts, [which]: text };
    setTexts(next);
    keep(conversationId, next);
  };
  const setFiles = (next: readonly File[]) => {
    setFilesShown(next);
    filesOf.set(conversationId, next);
  };
  return {
    mode,
    text: texts[mode],
    files,
    setMode,
    setText: (text) => write(mode, text),
    addFiles: (more) => {
      setMode('reply');
      setFiles([...files, ...more]);
    },
    setFiles,
    putBack: (message) => {
      setMode('reply');
      write('reply', [message.text, texts.reply].filter(Boolean).join('\n'));
      setFiles([...message.files, ...files]);
    },
  };
}

function kept(conversationId: string): Texts {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(keyOf(conversationId)) ?? '{}') as Partial<Texts>) };
  } catch {
    return EMPTY;
  }
}

function keep(conversationId: string, texts: Texts): void {
  try {
    if (texts.reply || texts.note) sessionStorage.setItem(keyOf(conversationId), JSON.stringify(texts));
    else sessionStorage.removeItem(keyOf(conversationId));
  } catch {
    // No room, or storage is forbidden: then it is kept as long as it is on the screen.
  }
}
