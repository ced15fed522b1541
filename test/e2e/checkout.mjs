import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The repository as it stands, built parts included, committed in a folder of its own; installed packages are links.
 * What is done there never touches the working tree.
 */
export class Checkout {
  constructor() {
    /** @type {string} */
    this.root = mkdtempSync(join(tmpdir(), 'tributary-checkout-'));
    const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
    const packages = files.filter((path) => path.endsWith('/package.json')).map((path) => dirname(path));
    for (const path of [...files.filter(Boolean), ...packages.map((folder) => `${folder}/dist`)]) {
      if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(this.root, path), { recursive: true, preserveTimestamps: true });
    }
    this.#link();
    this.#git('init', '-q');
    this.#git('add', '-A');
    this.#git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'chore: as it stands');
  }

  /** Changed and new paths since then, folders that are new as one. @returns {string[]} */
  changed() {
    return this.#git('status', '--porcelain').split('\n').filter(Boolean).map((line) => line.slice(3));
  }

  remove() {
    rmSync(this.root, { recursive: true, force: true });
  }

  #link() {
    const from = join(ROOT, 'node_modules');
    for (const name of readdirSync(from)) {
      if (name === '.cache') continue;
      if (name !== '@tributary') symlinkSync(join(from, name), this.#made(`node_modules/${name}`));
      else cpSync(join(from, name), join(this.root, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
    }
  }

  /** @param {string} path @returns {string} absolute, its folder made */
  #made(path) {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    return join(this.root, path);
  }

  /** @param {string[]} words @returns {string} */
  #git(...words) {
    return execFileSync('git', words, { cwd: this.root, encoding: 'utf8' });
  }
}
