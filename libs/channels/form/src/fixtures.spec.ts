import { describeFixtures } from '@tributary/channel/testing';
import { channel } from './channel.js';

describeFixtures(channel, new URL('../fixtures/', import.meta.url));
