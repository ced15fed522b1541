/** After a change of pom.xml: fetches what it names now and rewrites artifacts.sha256, to be looked at and committed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PINS, fetchArtifacts, sumsOf } from './artifacts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tributary-kafka-pins-'));
try {
  fetchArtifacts(folder);
  writeFileSync(PINS, sumsOf(folder));
} finally {
  rmSync(folder, { recursive: true });
}
