import { closeSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '../log.js';
import type { Place } from './place.js';
import { boundServerLog, keepServerLogBounded, openServerLog, tailOfServerLog } from './server-log.js';

describe('the server log', () => {
  let place: Place;
  beforeEach(() => {
    place = { home: mkdtempSync(join(tmpdir(), 'tributary-log-')), binaries: { version: '0', folder: '' }, account: undefined };
  });
  afterEach(() => rmSync(place.home, { recursive: true }));

  it('is cut while the server keeps it open, and one older piece is kept', () => {
    const file = openServerLog(place);
    writeSync(file, Buffer.alloc(5_000_000, 'x'));
    boundServerLog(place);
    writeSync(file, 'after\n');
    closeSync(file);
    expect(tailOfServerLog(place)).toBe('after');
    expect(statSync(join(place.home, 'server.log.1')).size).toBe(5_000_000);
  });

  it('stays as it is while it is small', () => {
    const file = openServerLog(place);
    writeSync(file, 'one\ntwo\n');
    boundServerLog(place);
    closeSync(file);
    expect(tailOfServerLog(place, 4)).toBe('two');
    expect(existsSync(join(place.home, 'server.log.1'))).toBe(false);
  });

  it('that can not be cut now ends nothing: it is told and tried again', async () => {
    const file = openServerLog(place);
    writeSync(file, Buffer.alloc(5_000_000, 'x'));
    closeSync(file);
    mkdirSync(join(place.home, 'server.log.1'));
    const told = await new Promise((resolve) => {
      const timer = keepServerLogBounded(place, { ...silentLog, warn: (fields) => (clearInterval(timer), resolve(fields)) }, 1).ref();
    });
    expect(told).toMatchObject({ err: { code: 'EISDIR' } });
  });

  it('may not be there yet', () => {
    expect(tailOfServerLog(place)).toBe('(no server log)');
  });
});
