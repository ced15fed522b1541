/**
 * By what a message of ours is known, alike to who sent it and in VK's event of it: the id of the community's mailbox; in chats, where that
 * is 0, the random id.
 * @returns undefined when it has neither: it was not sent by us
 */
export function sentIdOf({ id, random_id }: { readonly id: number; readonly random_id?: number | null | undefined }): string | undefined {
  if (id > 0) return String(id);
  return random_id ? `random:${random_id}` : undefined;
}
