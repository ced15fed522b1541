import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extname, join, relative, sep } from 'node:path';
import type { Locale } from '@tributary/platform';
import { pageTexts } from '../texts/console-texts.js';

/** One file of the pages, ready to be sent. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly etag: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
};

/** Beside `src` and `dist` alike. */
const FOLDER = fileURLToPath(new URL('../../assets/', import.meta.url));
const SHELL = 'index.html';
const NOT_SERVED = new Set([SHELL, 'tsconfig.json']);

/** The pages' files, read once: they are few and small, and no path of a request ever meets the file system. */
export class PageFiles {
  private readonly files = new Map<string, PageFile>();
  private readonly shells: Readonly<Record<Locale, PageFile>>;

  constructor() {
    for (const entry of readdirSync(FOLDER, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const name = relative(FOLDER, path).split(sep).join('/');
      const mediaType = MEDIA_TYPES[extname(name)];
      if (entry.isFile() && mediaType && !NOT_SERVED.has(name)) this.files.set(name, pageFile(readFileSync(path), mediaType));
    }
    for (const locale of ['ru', 'en'] as const) this.files.set(`texts/${locale}.json`, pageFile(Buffer.from(JSON.stringify(pageTexts(locale))), MEDIA_TYPES['.json']!));
    const shell = readFileSync(join(FOLDER, SHELL), 'utf8');
    this.shells = { ru: shellIn('ru', shell), en: shellIn('en', shell) };
  }

  /** @param name  path below `/assets/` */
  file(name: string): PageFile | undefined {
    return this.files.get(name);
  }

  /** The page that every address of the console begins with. */
  shell(locale: Locale): PageFile {
    return this.shells[locale];
  }
}

function shellIn(locale: Locale, html: string): PageFile {
  return pageFile(Buffer.from(html.replace('<html lang="ru">', `<html lang="${locale}">`)), MEDIA_TYPES['.html']!);
}

function pageFile(bytes: Buffer, mediaType: string): PageFile {
  return { bytes, mediaType, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}
