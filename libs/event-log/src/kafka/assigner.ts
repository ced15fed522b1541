import type { GroupMember, PartitionAssigner } from 'kafkajs';
import { AssignerProtocol } from './client.js';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const VERSION = 0;
const SOLE = Buffer.from('sole');

/**
 * Spreads partitions evenly over the members of a group; but a member that joins as `sole` is given all of them. While
 * it has them nobody else can commit for the group, so offsets can be moved under running consumers.
 */
export function assigner(role: 'member' | 'sole'): PartitionAssigner {
  return ({ cluster }) => ({
    name: 'tributary',
    version: VERSION,
    protocol: ({ topics }) => ({
      name: 'tributary',
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: role === 'sole' ? SOLE : Buffer.alloc(0) }),
    }),
    assign: async ({ members, topics }) => {
      const sharing = sharersOf(members);
      const partitions = topics.flatMap((topic) =>
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ topic, partitionId })),
      );
      return members.map(({ memberId }) => {
        const assignment: Record<string, number[]> = {};
        const place = sharing.indexOf(memberId);
        for (const [at, { topic, partitionId }] of partitions.entries()) {
          if (place >= 0 && at % sharing.length === place) (assignment[topic] ??= []).push(partitionId);
        }
        return { memberId, memberAssignment: MemberAssignment.encode({ version: VERSION, assignment, userData: Buffer.alloc(0) }) };
      });
    },
  });
}

/** Ids of those who share the partitions: all, or the first who wants them for itself. */
function sharersOf(members: readonly GroupMember[]): string[] {
  const ids = (of: readonly GroupMember[]): string[] => of.map(({ memberId }) => memberId).sort();
  const sole = members.filter(({ memberMetadata }) => MemberMetadata.decode(memberMetadata)?.userData.equals(SOLE));
  return sole.length > 0 ? ids(sole).slice(0, 1) : ids(members);
}
