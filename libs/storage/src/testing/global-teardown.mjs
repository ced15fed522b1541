import { removeRun } from './run-folder.mjs';

/** Stops this run's PostgreSQL, if any spec asked for it, and removes its folder. */
export default function tearDown() {
  removeRun(process.env.TRIBUTARY_TEST_RUN);
}
