import { describe, expect, it } from '@jest/globals';
import { createLogger, type Log } from './log.js';
import { NestLog } from './nest-log.js';

function logged(write: (log: Log) => void): { text: string; lines: Record<string, unknown>[] } {
  let text = '';
  write(createLogger({ level: 'trace' }, { write: (line: string) => void (text += line) }));
  return { text, lines: text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createLogger', () => {
  it('writes one JSON line with a readable level and time', () => {
    const { lines } = logged((log) => log.info({ accountId: 'a1' }, 'connected'));
    expect(lines).toEqual([expect.objectContaining({ level: 'info', accountId: 'a1', msg: 'connected', time: expect.stringMatching(/^\d{4}-.*Z$/) })]);
  });

  it('blots out secrets', () => {
    const { text } = logged((log) => {
      log.info({ headers: { authorization: 'Bearer hush', cookie: 'session=hush' }, password: 'hush', settings: { imap: { password: 'hush', token: 'hush' } } });
      log.error(new Error('connect postgres://tributary:hush@db:5432/x failed'));
    });
    expect(text).not.toContain('hush');
    expect(text).toContain('postgres://tributary:[secret]@db:5432/x');
  });

  it('keeps people out of database errors', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "identity_key"'), { code: '23505', detail: 'Key (value)=(+79161234567) already exists.' });
    const odd = Object.assign(new Error('invalid input syntax for type uuid: "+79161234567"'), { code: '22P02' });
    const { text, lines } = logged((log) => {
      log.error({ err: new Error('could not store', { cause }) });
      log.error({ err: odd });
    });
    expect(text).not.toContain('79161234567');
    expect(lines[0]).toMatchObject({ err: { message: 'could not store', cause: { code: '23505' } } });
  });

  it("keeps Nest's start-up chatter at debug and its errors at error", () => {
    const { lines } = logged((log) => {
      const nest = new NestLog(log);
      nest.log('Mapped {/x, GET} route', 'RouterExplorer');
      nest.error('broken', 'stack', 'Injector');
    });
    expect(lines.map(({ level, context, msg }) => [level, context, msg])).toEqual([
      ['debug', 'RouterExplorer', 'Mapped {/x, GET} route'],
      ['error', 'Injector', 'broken'],
    ]);
  });
});
