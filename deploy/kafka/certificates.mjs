import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingToolError } from './errors.mjs';
import { HOST } from './ports.mjs';

const DAYS = '3650';

/**
 * Makes an authority of this cluster's own and two certificates by it, `broker` (for 127.0.0.1 and localhost) and `client`.
 * Keys come from Node, certificates from openssl: Node can't sign any. Made once; whoever trusts ca.pem goes on trusting it.
 * Files: ca.pem, ca.key, <name>.pem, <name>.key, <name>.both.pem (key and chain, as Kafka reads it).
 * @param {string} dir  folder of the cluster
 * @throws {MissingToolError} no openssl
 */
export function ensureCertificates(dir) {
  const folder = join(dir, 'tls');
  if (existsSync(folder)) return;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });

  writeKey(making, 'ca');
  writeFileSync(join(making, 'openssl.cnf'), CONFIG);
  openssl(making, ['req', '-x509', '-config', 'openssl.cnf', '-extensions', 'ca', '-key', 'ca.key', '-subj', '/CN=Tributary test authority', '-days', DAYS, '-out', 'ca.pem']);
  for (const name of ['broker', 'client']) writeCertificate(making, name);
  renameSync(making, folder);
}

const CONFIG = `
[req]
distinguished_name = name
prompt = no
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[broker]
extendedKeyUsage = serverAuth
subjectAltName = IP:${HOST}, DNS:localhost
[client]
extendedKeyUsage = clientAuth
`;

function writeCertificate(folder, name) {
  writeKey(folder, name);
  openssl(folder, ['req', '-new', '-config', 'openssl.cnf', '-key', `${name}.key`, '-subj', `/CN=tributary-${name}`, '-out', `${name}.csr`]);
  openssl(folder, [
    'x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial',
    '-days', DAYS, '-extfile', 'openssl.cnf', '-extensions', name, '-out', `${name}.pem`,
  ]);
  const both = ['.key', '.pem'].map((ending) => readFileSync(join(folder, `${name}${ending}`), 'utf8')).join('');
  writeFileSync(join(folder, `${name}.both.pem`), `${both}${readFileSync(join(folder, 'ca.pem'), 'utf8')}`, { mode: 0o600 });
}

function writeKey(folder, name) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, `${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

function openssl(cwd, args) {
  const { error, status, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  if (error)
    throw new MissingToolError('A TLS listener needs openssl to make its certificates: install it (Debian: apt-get install openssl).', { cause: error });
  if (status !== 0) throw new Error(`openssl ${args[0]} failed: ${stderr}`);
}
