import { useState, useSyncExternalStore } from 'react';
import { post } from '../../api/client';
import { DRAFTS, nameOf, whenForgotten } from '../../session/belongings';
import { useMe } from '../../session/me';
import { Drafts, keepNote, type Mode, type Written } from './drafts';

/** What is being written in one conversation. */
export interface Draft {
  readonly mode: Mode;
  readonly text: string;
  readonly files: readonly File[];
  readonly noting: boolean;
  setMode(mode: Mode): void;
  setText(text: string): void;
  /** Besides those that are there. */
  addFiles(files: readonly File[]): void;
  removeFile(file: File): void;
  /** The answer goes elsewhere from here. */
  clearReply(): void;
  /** An answer that could not be sent, before what was begun meanwhile. */
  putBack(message: { readonly text: string; readonly files: readonly File[] }): void;
  /** Gives the note to colleagues. @throws Problem  the note stays */
  keepNote(): Promise<void>;
}

/** Of the whole page: a note goes on while one looks elsewhere. */
const drafts = new Drafts(() => sessionStorage, DRAFTS);
whenForgotten(() => drafts.clear());

/** It is there again after one looked elsewhere; texts also after the page was loaded anew. */
export function useDraft(conversationId: string): Draft {
  const [mode, setMode] = useState<Mode>('reply');
  const id = `${nameOf(useMe())}-${conversationId}`;
  const written = useSyncExternalStore(drafts.subscribe, () => drafts.of(id));
  const change = (changes: (now: Written) => Partial<Written>) => drafts.change(id, changes);
  return {
    mode,
    text: written[mode],
    files: written.files,
    noting: written.noting,
    setMode,
    setText: (text) => change(() => ({ [mode]: text })),
    addFiles: (more) => {
      setMode('reply');
      change(({ files }) => ({ files: [...files, ...more] }));
    },
    removeFile: (file) => change(({ files }) => ({ files: files.filter((each) => each !== file) })),
    clearReply: () => change(() => ({ reply: '', files: [] })),
    putBack: ({ text, files }) => {
      setMode('reply');
      change((now) => ({ reply: [text, now.reply].filter(Boolean).join('\n'), files: [...files, ...now.files] }));
    },
    keepNote: () => keepNote(drafts, id, (text) => post(`/api/v1/conversations/${encodeURIComponent(conversationId)}/note`, { text })),
  };
}
