const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a file system's error says that there is no room. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
