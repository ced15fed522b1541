import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '../port.js';
import { brokerWeaknesses } from './broker-settings.js';
import { weaknesses } from './topics.js';

const SOUND = {
  partitions: 12,
  replicas: 3,
  config: { 'compression.type': 'uncompressed', 'cleanup.policy': 'delete', 'min.insync.replicas': '2', 'retention.ms': '1209600000', 'max.message.bytes': '1048588' },
};

describe('the settings of a topic', () => {
  it('are sound', () => {
    expect(weaknesses(TOPICS.contacts, SOUND)).toEqual([]);
    expect(weaknesses(TOPICS.status, { ...SOUND, config: { ...SOUND.config, 'cleanup.policy': 'compact' } })).toEqual([]);
  });

  it('are each told when they are weaker', () => {
    const config = {
      'cleanup.policy': 'delete', 'min.insync.replicas': '1', 'retention.ms': '604800000', 'max.message.bytes': '1000',
      'unclean.leader.election.enable': 'true', 'compression.type': 'producer',
    };
    expect(weaknesses(TOPICS.contacts, { partitions: 6, replicas: 1, config })).toEqual([
      '6 partitions instead of 12',
      'replication 1 instead of 3',
      'min.insync.replicas 1 instead of 2',
      'unclean.leader.election.enable loses acknowledged records',
      'compression.type producer: what other clients compress may be unreadable',
      'retention.ms 604800000 instead of 1209600000',
      'max.message.bytes below 1 MiB',
    ]);
  });

  it('are told when status would not be compacted', () => {
    expect(weaknesses(TOPICS.status, SOUND)).toEqual(['cleanup.policy delete instead of compact']);
  });
});

describe('the settings of a broker', () => {
  it('are told when a group would forget sooner than its topics', () => {
    expect(brokerWeaknesses('2', 10_080)).toEqual(['broker 2: offsets.retention.minutes 10080 instead of 20160']);
    expect(brokerWeaknesses('2', 20_160)).toEqual([]);
  });
});
