import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './errors.js';
import { type Place, giveTo, portFileOf } from './place.js';

/** The port of last time, so that a DATABASE_URL that somebody noted goes on working; another when that is taken. */
export async function choosePort(place: Place): Promise<number> {
  const file = portFileOf(place);
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (before > 0 ? await tryPort(before) : undefined) ?? (await tryPort(0));
  if (port === undefined) throw new EmbeddedPostgresError('no port is free on 127.0.0.1');
  if (port !== before) writeFileSync(file, String(port), { mode: 0o600 });
  giveTo(place.account, file);
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
