import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { atExit } from '../../e2e/processes.mjs';
import { until } from '../../e2e/until.mjs';
import { drain } from '../drain.mjs';
import { reckon } from '../reckoning.mjs';
import { callWitness, strangeAnswers } from '../scene.mjs';
import { Supervisor } from '../supervisor.mjs';

const DISK_MIB = 64;
const LARGER_DISK_MIB = 512;
/** So many answers in a row without one success: full. */
const REFUSALS = 100;
const PADDING_BYTES = 8_000;

/**
 * The whole data folder stands on a 64 MB tmpfs that posts fill until they are refused. Then the disk grows, everything
 * that was acknowledged must be there, and the rest is taken.
 * @type {import('../scene.mjs').Campaign}
 */
export const diskFull = {
  name: 'disk-full',
  title: 'the log on a full disk',
  async run(options) {
    const disk = mountDisk();
    if ('notRun' in disk) return { facts: {}, notRun: disk.notRun };
    const { dataDir } = disk;
    const supervisor = await Supervisor.start({ dataDir });
    try {
      const { api } = supervisor.hub;
      const installation = await install(api);
      const posts = Math.max(options.posts, 6_000);
      const { witness, testimony, forget } = callWitness(options, { url: supervisor.hub.url, installation, posts, paddingBytes: PADDING_BYTES });
      /** @type {string[]} */
      const faults = [];
      await full(witness, posts);
      const acceptedUntilFull = witness.progress.accepted;
      if (acceptedUntilFull === posts) faults.push(`the disk never was full: ${posts} posts fitted`);
      disk.grow();
      await supervisor.ready(90_000);
      await witness.reached(acceptedUntilFull + 500);
      witness.giveUp();
      await witness.done;
      if (witness.progress.accepted <= acceptedUntilFull) faults.push('nothing was accepted after the disk had room again');
      const holdings = await drain({ api, dataDir });
      const outcome = {
        facts: { diskMiB: DISK_MIB, acceptedUntilFull, restarts: supervisor.restarts },
        reckoning: withoutGivenUp(reckon(testimony(), holdings)),
        faults: [...faults, ...strangeAnswers(witness.progress), ...holdings.faults],
      };
      forget();
      return outcome;
    } finally {
      await supervisor.stop();
      await new PostgresProcess(dataDir).end();
      disk.unmount();
    }
  },
};

/** Posts that were given up may have been stored without an answer: that breaks no promise. @param {import('../reckoning.mjs').Reckoning} reckoning */
function withoutGivenUp({ violations: { unpromised: _, ...violations }, ...rest }) {
  return { ...rest, violations };
}

/** @param {import('../stand.mjs').WitnessStand} witness @param {number} posts */
async function full(witness, posts) {
  let accepted = -1;
  let tries = 0;
  await until('the disk is full', () => {
    const now = witness.progress;
    const answers = Object.values(now.answers).reduce((sum, count) => sum + count, 0);
    if (now.accepted !== accepted) {
      accepted = now.accepted;
      tries = answers;
    }
    return answers - tries >= REFUSALS || accepted === posts;
  }, { timeoutMs: 120_000 });
}

/** @returns {{ notRun: string } | { dataDir: string, grow(): void, unmount(): void }} */
function mountDisk() {
  if (process.getuid?.() !== 0) return { notRun: 'a tmpfs can be mounted by root only' };
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=755`, 'tmpfs', dataDir], { stdio: 'pipe' });
  } catch (error) {
    rmSync(dataDir, { recursive: true });
    return { notRun: `mount refused: ${error instanceof Error ? error.message.split('\n')[0] : error}` };
  }
  chmodSync(dataDir, 0o755);
  const unmount = () => {
    execFileSync('umount', ['-l', dataDir], { stdio: 'pipe' });
    rmSync(dataDir, { recursive: true, force: true });
  };
  const forgetUnmount = atExit(() => {
    new PostgresProcess(dataDir).endNow();
    unmount();
  });
  return {
    dataDir,
    grow: () => execFileSync('mount', ['-o', `remount,size=${LARGER_DISK_MIB}m`, dataDir], { stdio: 'pipe' }),
    unmount: () => {
      forgetUnmount();
      unmount();
    },
  };
}
