import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { corpusAccount } from './corpus-account.js';
import { readCorpus } from './read-corpus.js';
import { Summary } from './summary.js';
import { Table } from './table.js';

const USAGE = `usage: npm run corpus -- <folder or file> [--json] [--address <own address>]… [--region RU]
  Shows what is understood of each message below the folder: .eml, mbox and bare messages under any name, and files that
  hold only a text or a page. Nothing is stored, sent or changed.
  --json     one JSON line a message: its file, and its contact or why it would be quarantined
  --address  addresses of your own: mail from them is own mail, and no form's client
  --region   country of phones without a code`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  address: { type: 'string', multiple: true, default: [] as string[] },
  region: { type: 'string', default: 'RU' },
  help: { type: 'boolean', default: false },
} as const;

export interface CommandIo {
  readonly out: Writable & { readonly columns?: number };
  /** What is said besides the lines that `--json` asks for. */
  readonly err: Writable;
  /** Relative folders start here. */
  readonly cwd: string;
}

const DEFAULT_COLUMNS = 140;

/** @returns the exit code: 0, whatever the messages are; 1 the folder can't be read; 2 wrong arguments */
export async function corpusCommand(args: readonly string[], io: CommandIo): Promise<number> {
  let asked;
  try {
    asked = readArguments(args);
  } catch (error) {
    io.err.write(`${(error as Error).message}\n${USAGE}\n`);
    return 2;
  }
  if (asked.help) {
    io.out.write(`${USAGE}\n`);
    return 0;
  }
  try {
    await printCorpus(asked, io);
    return 0;
  } catch (error) {
    io.err.write(`${asked.folder}: ${(error as Error).message}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [folder] = positionals;
  if (!values.help && (folder === undefined || positionals.length > 1)) throw new Error('one folder is needed');
  return { ...values, folder: folder ?? '', account: corpusAccount(values.address, values.region.toUpperCase()) };
}

async function printCorpus({ folder, json, account }: ReturnType<typeof readArguments>, { out, err, cwd }: CommandIo): Promise<void> {
  const table = new Table(out.columns ?? DEFAULT_COLUMNS);
  const summary = new Summary();
  if (!json) out.write(`${table.head()}\n`);
  for await (const line of readCorpus(resolve(cwd, folder), account)) {
    summary.add(line);
    if ('skipped' in line) continue;
    if (!out.write(`${json ? JSON.stringify(line) : table.line(line)}\n`)) await once(out, 'drain');
  }
  (json ? err : out).write(`${json ? '' : '\n'}${summary}\n`);
}
