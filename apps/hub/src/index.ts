export { runFromCommandLine, runTargets } from './run.js';
export { outsideSettings } from './outside-settings.js';
export { startHub } from './start.js';
export { chooseTargets, type Target } from './targets.js';
