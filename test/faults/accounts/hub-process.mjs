import { channelModule, intakeSchema } from '@tributary/channel';
import { chooseTargets, outsideSettings, startHub } from '@tributary/hub';
import { runProcess } from '@tributary/platform';
import { channels } from './channels.mjs';

/** A whole hub whose only channels are the campaign's. It answers for accounts as the target `form` does. */
const accounts = {
  name: 'form',
  title: 'channels of the campaign',
  schema: intakeSchema,
  module: (/** @type {any} */ parts) => channelModule({ ...parts, channels }),
};

await runProcess((config, own, settings) => startHub([accounts, ...chooseTargets('lead,notifier,console', false)], config, own, settings), outsideSettings);
