import { describe, expect, it } from '@jest/globals';
import type { Cluster, GroupMember, Logger } from 'kafkajs';
import { assigner } from './assigner.js';
import { AssignerProtocol } from './client.js';

const TOPIC = 'topic';
const PARTITIONS = Array.from({ length: 12 }, (_, partitionId) => ({ partitionId }));
const cluster = { findTopicPartitionMetadata: () => PARTITIONS } as unknown as Cluster;
const context = { cluster, groupId: 'group', logger: {} as Logger };

const member = (memberId: string, role: 'member' | 'sole' = 'member'): GroupMember => ({
  memberId,
  memberMetadata: assigner(role)(context).protocol({ topics: [TOPIC] }).metadata,
});

async function assign(...members: GroupMember[]): Promise<Record<string, number[]>> {
  const assignments = await assigner('member')(context).assign({ members, topics: [TOPIC] });
  return Object.fromEntries(
    assignments.map(({ memberId, memberAssignment }) => [memberId, AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[TOPIC] ?? []]),
  );
}

describe('the partitions of a group', () => {
  it('are shared evenly, whatever the order of joining', async () => {
    const shared = await assign(member('c'), member('a'), member('b'));
    expect(Object.values(shared).map((partitions) => partitions.length)).toEqual([4, 4, 4]);
    expect(Object.values(shared).flat().sort((a, b) => a - b)).toEqual(PARTITIONS.map(({ partitionId }) => partitionId));
    expect(await assign(member('b'), member('a'), member('c'))).toEqual(shared);
  });

  it('leave somebody without any when there are more members than partitions', async () => {
    const shared = await assign(...Array.from({ length: 13 }, (_, at) => member(`${at}`)));
    expect(Object.values(shared).filter((partitions) => partitions.length === 0)).toHaveLength(1);
  });

  it('are all with the one who sets offsets', async () => {
    const shared = await assign(member('a'), member('b', 'sole'), member('c'));
    expect(shared).toMatchObject({ a: [], c: [] });
    expect(shared['b']).toHaveLength(12);
  });

  it('are with the first of two who set offsets', async () => {
    expect(await assign(member('z', 'sole'), member('y', 'sole'), member('a'))).toMatchObject({ a: [], z: [], y: PARTITIONS.map(({ partitionId }) => partitionId) });
  });
});
