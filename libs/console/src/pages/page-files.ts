import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Locale } from '@tributary/platform';

/** One file of the pages, ready to be sent. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly mediaType: string;
  readonly etag: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const SHELL = 'index.html';
/** What the build leaves where the nonce goes (apps/console-web/vite.config.mjs). */
const NONCE = '__NONCE__';
/** What the pages' build left: beside `src` and `dist` alike. */
const BUILT = fileURLToPath(new URL('../../../../apps/console-web/dist/', import.meta.url));

/** The pages' files, read once: they are few and small, and no path of a request ever meets the file system. */
export class PageFiles {
  private readonly files = new Map<string, PageFile>();
  private readonly html: string;

  /** @throws Error when the pages were not built */
  constructor() {
    this.html = builtShell();
    for (const entry of readdirSync(BUILT, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const mediaType = MEDIA_TYPES[extname(entry.name)];
      if (entry.isFile() && mediaType) this.files.set(relative(BUILT, path).split(sep).join('/'), pageFile(readFileSync(path), mediaType));
    }
  }

  /** @param name  path below `/` */
  file(name: string): PageFile | undefined {
    return this.files.get(name);
  }

  /** The page that every address of the console begins with. @param nonce  by which its styles are known */
  shell(locale: Locale, nonce: string): string {
    return this.html.replace('<html lang="ru">', `<html lang="${locale}">`).replaceAll(NONCE, nonce);
  }
}

function builtShell(): string {
  try {
    return readFileSync(join(BUILT, SHELL), 'utf8');
  } catch (cause) {
    throw new Error('The pages of the console are not built: run `npm run build`.', { cause });
  }
}

function pageFile(bytes: Buffer, mediaType: string): PageFile {
  return { bytes, gzipped: gzipSync(bytes), mediaType, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}
