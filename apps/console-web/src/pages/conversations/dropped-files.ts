import { type DragEvent, type ClipboardEvent, useState } from 'react';

interface Dropped {
  /** Something hovers that would be taken. */
  readonly over: boolean;
  readonly on: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly onPaste: (event: ClipboardEvent) => void;
  };
}

/** Files that are dropped or pasted onto an element; text is left to whatever is there. */
export function useDroppedFiles(take: (files: readonly File[]) => void): Dropped {
  const [over, setOver] = useState(false);
  return {
    over,
    on: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        take([...event.dataTransfer.files]);
      },
      onPaste: (event) => {
        // A spreadsheet's cells come as text and as a picture of them: the text is meant.
        if (event.clipboardData.files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
        event.preventDefault();
        take([...event.clipboardData.files]);
      },
    },
  };
}
