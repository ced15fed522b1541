import type { ConsumerConfig } from 'kafkajs';
import { RETRY } from './cluster.js';

/** How fast a group notices: a dead member's partitions have moved within 12 s (6 s session, then one rebalance). */
export const GROUP_TIMES = {
  sessionTimeout: 6_000,
  heartbeatInterval: 1_500,
  rebalanceTimeout: 10_000,
  /** An idle fetch waits so long at the broker; a stop, a resume and a rebalance wait for it. */
  maxWaitTimeInMs: 500,
} as const;

/** kafkajs shall not restart by itself what crashed: it is made anew by us, whatever the error. */
export const CONSUMER_CONFIG: Omit<ConsumerConfig, 'groupId'> = {
  ...GROUP_TIMES,
  allowAutoTopicCreation: false,
  retry: { ...RETRY, restartOnFailure: async () => false },
};
