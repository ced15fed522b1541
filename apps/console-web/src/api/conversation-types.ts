/** Conversations as the API answers them (docs/conversations.md), as far as the pages use them. */
import type { Contact } from './types';

export interface Named {
  readonly id: string;
  readonly name: string | null;
}

export interface Reason {
  readonly code: string;
  readonly detail: string;
}

export interface ReplyLimits {
  /** Code points; 0 for no limit. */
  readonly textLength: number;
  /** 0: no files. */
  readonly files: number;
  /** Of one file. */
  readonly fileBytes: number;
  /** Of all files of one answer together. */
  readonly allFilesBytes: number;
}

/** Whether an answer could be sent now. */
export interface Reach {
  readonly open: boolean;
  readonly reason?: Reason;
  readonly until?: string;
  readonly limits?: ReplyLimits;
}

export interface Conversation {
  readonly id: string;
  readonly accountId: string;
  readonly channel: string;
  readonly line: string;
  /** Where the source has several: "private", "group", "channel", "comments". */
  readonly kind?: string;
  readonly title: string | null;
  readonly person?: Named;
  /** How the customer is called; empty where that isn't known. */
  readonly firstName: string;
  readonly lead?: { readonly id: string; readonly managerId: string | null; readonly status: string };
  readonly participants: readonly Participant[];
  readonly lastAt: string;
  readonly lastItem?: { readonly kind: string; readonly text: string };
  readonly unread: number;
  readonly pinned: boolean;
  readonly finishedAt?: string | null;
  /** The contact that an answer goes to. */
  readonly replyTo?: string | null;
  readonly reach: Reach;
}

export interface Participant {
  readonly managerId: string;
  readonly name: string;
}

export interface Author {
  readonly userId?: string | null;
  readonly managerId?: string | null;
  readonly name: string;
}

export interface StoredFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly url: string;
}

export type ReplyState = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown';

export interface Reply {
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly StoredFile[];
  /** Nobody wrote it by hand. */
  readonly automatic?: string | null;
  readonly author: Author;
  readonly askedAt: string;
  readonly state: ReplyState;
  readonly stateAt: string;
  readonly reason?: Reason | null;
  readonly nextTryAt?: string | null;
}

/** What a conversation holds; one of the last four is there, by `kind`. */
export interface Item {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly contact?: Contact;
  readonly reply?: Reply;
  readonly note?: { readonly text: string; readonly author: Author };
  /** `by`: a message of the customer's did it. */
  readonly event?: { readonly kind: string; readonly actor?: Author | null; readonly managerId?: string | null; readonly by?: string };
}

export interface CannedAnswer {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly line?: string | null;
  readonly shared: boolean;
}
