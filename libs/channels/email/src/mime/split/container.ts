import type { PartHead } from './part-head.js';

/** A multipart that is being read. */
export interface Container {
  /** "mixed", "alternative", "related", "report", … */
  readonly subtype: string;
  readonly parent: Container | undefined;
  boundary: string | undefined;
  hasParts: boolean;
}

const LIKE_BOUNDARY = /^--([^\s-]\S{0,200}|-+[^\s-]\S{0,200})\s*$/;

export function openContainer(head: PartHead, parent: Container | undefined): Container {
  const boundary = head.parameters.get('boundary')?.trimEnd();
  return {
    subtype: head.mediaType.slice('multipart/'.length),
    parent,
    // Compared with lines as bytes.
    boundary: boundary ? Buffer.from(boundary, 'utf8').toString('latin1') : undefined,
    hasParts: false,
  };
}

/** Takes a line as the boundary of a container that declared none. @returns whether it was taken */
export function adoptBoundary(container: Container, line: string): boolean {
  if (container.boundary !== undefined) return false;
  const found = LIKE_BOUNDARY.exec(line)?.[1];
  if (found === undefined) return false;
  container.boundary = found;
  return true;
}

/** @returns the innermost container whose boundary the line is */
export function matchBoundary(containers: readonly Container[], line: string): { readonly index: number; readonly closes: boolean } | undefined {
  const shown = line.slice(2).trimEnd();
  for (let index = containers.length - 1; index >= 0; index--) {
    const { boundary } = containers[index]!;
    if (boundary === undefined || !shown.startsWith(boundary)) continue;
    if (shown.length === boundary.length) return { index, closes: false };
    if (shown.length === boundary.length + 2 && shown.endsWith('--')) return { index, closes: true };
  }
  return undefined;
}
