import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Reach } from '@tributary/proto';
import type { Channel, ChannelAccount, ContactFacts } from '../channel.js';

/** Whether and how a contact can be answered, as its envelope tells it; undefined: there is no way back. */
export function reachOf({ replies }: Pick<Channel, 'replies'>, account: ChannelAccount): ((facts: ContactFacts) => Reach | undefined) | undefined {
  if (!replies) return undefined;
  const { textLength, files, fileBytes } = replies.limits;
  return (facts) => {
    const reach = replies.reach?.(facts, account);
    if (reach === false) return undefined;
    return {
      $typeName: 'tributary.inbound.v1.Reach',
      closed: reach?.closed ?? '',
      membership: reach?.membership ?? false,
      ...(reach?.until && { until: timestampFromDate(reach.until) }),
      maxTextLength: textLength,
      maxFiles: files,
      maxFileBytes: BigInt(fileBytes),
    };
  };
}
