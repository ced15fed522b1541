import { runTargets } from '@tributary/hub';

await runTargets('messenger');
