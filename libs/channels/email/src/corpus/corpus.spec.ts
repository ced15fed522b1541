import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type CommandIo, corpusCommand } from './command.js';
import { fit } from './fit.js';
import type { CorpusLine } from './read-corpus.js';

const fixtures = join(import.meta.dirname, '../../fixtures');

describe('corpus --json', () => {
  it('tells one line a message, in order, with the contact or why there is none', async () => {
    const { code, out, err } = await run('corpus', '--json');
    expect(code).toBe(0);
    expect(lines(out).map(shortly)).toEqual([
      ['archive.mbox', 1, 'anna@client.example', 'Two axles, please.\n\nFrom the list of last year.\nFrom now on every month.', undefined],
      ['archive.mbox', 2, 'mailer-daemon@relay.example', expect.stringContaining('550 5.1.1'), 'bounce'],
      ['archive.mbox', 3, 'ivan@client.example', 'Сколько стоит доставка?', undefined],
      ['inbox/cur/1772522100.M1P2.host,S=311', undefined, 'ivan@client.example', 'Сколько стоит доставка?', undefined],
      ['inbox/damaged.eml', 'not-understood', 'not-a-mail: binary data without a single header'],
      ['inbox/empty', 'not-understood', 'mail-empty: there are no bytes'],
      ['inbox/message.json', undefined, 'anna@client.example', 'This is a mail, whatever its name.', undefined],
      ['replies/answer.txt', undefined, undefined, 'Да, беру обе.', undefined],
      ['replies/notes.txt', undefined, undefined, 'Note: call me at noon.\nFrom Monday on I am there.', undefined],
      ['replies/page', undefined, undefined, 'Yes, please.', undefined],
      ['сайт/price.eml', undefined, 'anna@client.example', 'Прайс во вложении.', undefined],
    ]);
    expect(err).toContain('11 messages, 9 understood');
    expect(err).toContain('files that are no message: 4 another kind of file by its name');
  });

  it('shows a contact as the API does', async () => {
    const { out } = await run('corpus/сайт/price.eml', '--json');
    const [line] = lines(out);
    expect(line).toEqual({
      file: 'price.eml',
      contact: {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        revision: 1,
        accountId: '00000000-0000-0000-0000-000000000000',
        channel: 'email',
        line: 'main',
        conversationId: expect.any(String),
        kind: 'message',
        externalId: expect.any(String),
        occurredAt: '2026-03-03T07:15:00.000Z',
        identities: [{ type: 'email', value: 'anna@client.example', raw: 'anna@client.example', verified: false }],
        sender: { name: 'Анна' },
        text: 'Прайс во вложении.',
        subject: 'Прайс',
        replyTo: 'anna@home.example',
        attachments: [{ name: 'прайс.csv', mediaType: 'text/csv', sizeBytes: 8, sha256: '7ae36ceb98d372e344f3263738d9ca1b07e02de8ceea49cd0042f39fc1fc32a5' }],
        source: {},
      },
    });
  });

  it('knows own mail by the addresses that are given', async () => {
    const { out } = await run('corpus/inbox/cur', '--json', '--address', 'ivan@client.example');
    expect(lines(out)[0]?.contact).toMatchObject({ automatic: { kind: 'own' }, notLead: { reason: 'own' } });
  });
});

describe('corpus', () => {
  it('prints a table that is no wider than the terminal, and what it came to', async () => {
    const { code, out } = await run('corpus');
    expect(code).toBe(0);
    const rows = out.split('\n');
    expect(Math.max(...rows.slice(0, 13).map((row) => row.length))).toBeLessThanOrEqual(120);
    expect(rows.find((row) => row.startsWith('сайт/price.eml'))).toMatch(/anna@client.exam… +Прайс +Прайс во вложении\. +1/);
    expect(rows.find((row) => row.startsWith('inbox/empty'))).toContain('! mail-empty');
    expect(out).toContain('quarantined: 2 (18.2 %): 2 not-understood');
  });

  it('fails when the folder is not there, and when none is named', async () => {
    expect(await run('nothing')).toMatchObject({ code: 1, err: expect.stringContaining('ENOENT') });
    expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  });
});

describe('fit', () => {
  it.each([
    ['short', 'short     '],
    ['a longer text', 'a longer …'],
    ['две\nстроки', 'две строки'],
    ['\u001b[31mred\u202e', ' [31mred   '.trimStart().padEnd(10)],
    ['日本語のテキスト', '日本語の… '],
    ['', '          '],
  ])('%j', (text, shown) => {
    expect(fit(text, 10)).toBe(shown);
  });
});

async function run(folder?: string, ...options: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new Collected(), new Collected()];
  const io: CommandIo = { out: Object.assign(out, { columns: 120 }), err, cwd: fixtures };
  const code = await corpusCommand([...(folder === undefined ? [] : [folder]), ...options], io);
  return { code, out: out.text, err: err.text };
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function lines(out: string): CorpusLine[] {
  return out.trimEnd().split('\n').map((line) => JSON.parse(line) as CorpusLine);
}

function shortly({ file, message, contact, quarantine }: CorpusLine): unknown[] {
  if (!contact) return [file, quarantine?.code, quarantine?.detail];
  return [file, message, contact.identities[0]?.value, contact.text, contact.automatic?.kind];
}
