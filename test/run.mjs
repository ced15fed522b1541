/**
 * `npm test`: everything that needs nothing outside npm. `npm run test:all` (`--all`): also the parts that need system
 * packages; it finds or installs what they need and fails when it can't. Ends with "N passed, N failed".
 *   --only-system   only the parts that `npm test` leaves out (CI runs both commands one after the other)
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withChromium } from './system/chromium.mjs';
import { withDovecot } from './system/dovecot.mjs';
import { withKafka } from './system/kafka.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const all = process.argv.includes('--all');
const onlySystem = process.argv.includes('--only-system');
const JEST_LIMIT_MS = 20 * 60_000;
/** Most specs await events more than they compute: as many at once as there are cores. */
const ALL_CORES = ['--maxWorkers=100%'];
/** @type {import('./system/part.mjs').SystemPart[]} */
const SYSTEM_PARTS = [
  {
    name: 'pages in Chromium',
    specs: '**/*.browser.ts',
    needs: 'a Chromium',
    howTo: 'Debian: apt-get install chromium, or set TRIBUTARY_CHROMIUM',
    prepare: withChromium,
    // Each file has a hub and a browser of its own, and waits for both most of the time.
    workers: ALL_CORES,
  },
  {
    name: 'Kafka',
    specs: '**/*.kafka.ts',
    needs: 'Java 17 and, the first time, Maven',
    howTo: 'Debian: apt-get install openjdk-17-jre-headless maven',
    prepare: withKafka,
    // Who kills brokers starts some of its own.
    workers: ALL_CORES,
  },
  {
    name: 'mail on Dovecot',
    specs: '**/*.dovecot.ts',
    needs: 'Dovecot with IMAP and LMTP',
    howTo: 'Debian: apt-get install dovecot-imapd dovecot-lmtpd',
    prepare: withDovecot,
  },
];
const results = [];
const notRun = [];
/** Names of failed tests and files, told again at the end. */
const failures = [];

/** Runs one command as one check. */
function check(name, command, args, env = {}) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  results.push({ name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 });
  return status === 0;
}

/** Runs jest and counts its tests. A run that executes no test, or skips one, has failed. */
function jest(name, args, { workers = [], env = {} } = {}) {
  console.log(`\n── ${name}`);
  const report = `${root}test/results/jest-${name.replace(/\W+/g, '-')}.json`;
  mkdirSync(`${root}test/results`, { recursive: true });
  rmSync(report, { force: true });
  const { status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '--silent', '--forceExit', ...workers, ...args],
    // A spec that failed before it closed its server must not hold everything up.
    { cwd: root, timeout: JEST_LIMIT_MS, killSignal: 'SIGKILL', stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } },
  );
  let counted;
  try {
    counted = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    results.push({ name, passed: 0, failed: 1 });
    return;
  }
  const skipped = counted.numPendingTests + counted.numTodoTests;
  const broken = counted.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = counted.numFailedTests + skipped + broken + (status !== 0 && counted.numFailedTests + broken === 0 ? 1 : 0);
  failures.push(...counted.testResults.filter(({ status: outcome }) => outcome === 'failed').flatMap(namesOfFailed));
  if (skipped > 0) console.error(`${skipped} tests were skipped: that counts as failed`);
  results.push({ name, passed: counted.numPassedTests, failed: counted.numTotalTests === 0 ? 1 : failed });
}

/** What failed in one file; the file itself when it could not be run. */
function namesOfFailed({ name, assertionResults }) {
  const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  return (tests.length > 0 ? tests : ['could not be run']).map((test) => `${name.slice(root.length)}: ${test}`);
}

if (!check('build', process.execPath, ['deploy/build.mjs'])) finish();
if (!onlySystem) {
  jest('unit, PostgreSQL and end-to-end tests', [], { workers: ALL_CORES });
  check('boundaries forbid wrong imports', process.execPath, ['test/boundaries/wrong-imports.mjs'], { NX_DAEMON: 'false' });
  check('channel registry is current', process.execPath, ['libs/channel/scripts/gen-registry.mjs', '--check']);
  check('contracts: lint', 'npm', ['run', '-s', 'lint:proto', '-w', '@tributary/proto']);
  check('contracts: nothing broken', 'npm', ['run', '-s', 'breaking', '-w', '@tributary/proto']);
}
for (const { name, specs, needs, howTo, workers, prepare } of SYSTEM_PARTS) {
  if (!all) {
    notRun.push(`${name} (needs ${needs}): npm run test:all`);
    continue;
  }
  const prepared = prepare();
  if (!prepared) {
    console.error(`${name}: needs ${needs}, which is not here and could not be installed (${howTo}).`);
    results.push({ name, passed: 0, failed: 1 });
    continue;
  }
  jest(name, ['--testMatch', specs], { workers, env: prepared.env });
  prepared.end?.();
}
finish();

function finish() {
  console.log('');
  for (const { name, passed, failed } of results) console.log(`${failed ? 'FAIL' : 'ok  '} ${name}: ${passed} passed, ${failed} failed`);
  for (const failure of failures) console.log(`failed: ${failure}`);
  for (const part of notRun) console.log(`not run: ${part}`);
  const passed = results.reduce((sum, r) => sum + r.passed, 0);
  const failed = results.reduce((sum, r) => sum + r.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
