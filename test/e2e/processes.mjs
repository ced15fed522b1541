import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {Set<() => void>} */
const lastWords = new Set();
let hooked = false;

/**
 * Starts a Node program in its own process group, so that a Ctrl+C in our terminal reaches us alone
 * and we end it. Whatever still runs when this process exits is killed.
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, ipc?: boolean }} [options]
 */
export function spawnNode(args, { env = process.env, ipc = false } = {}) {
  hookExit();
  const child = spawn(process.execPath, args, {
    detached: true,
    env: /** @type {NodeJS.ProcessEnv} */ (env),
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? [/** @type {const} */ ('ipc')] : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Does something (synchronous) when this process ends in any way but SIGKILL.
 * @param {() => void} action
 * @returns {() => void} takes it back
 */
export function atExit(action) {
  hookExit();
  lastWords.add(action);
  return () => lastWords.delete(action);
}

/** Ctrl+C and SIGTERM become an ordinary exit: for runners, not inside jest. */
export function exitOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143]])) process.once(signal, () => process.exit(code));
}

/** @param {number} pid @returns {boolean} it exists and is no zombie */
export function alive(pid) {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal @returns {boolean} false: it was gone already */
export function signal(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
    throw error;
  }
}

/** @param {number} pid @returns {number[]} its children */
export function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

/** @param {number} pid */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function hookExit() {
  if (hooked) return;
  hooked = true;
  process.once('exit', () => {
    for (const child of running) if (child.pid) signal(child.pid, 'SIGKILL');
    for (const action of lastWords) action();
  });
}
