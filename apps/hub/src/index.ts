export { runFromCommandLine, runTargets } from './run.js';
