import { BlobCorruptError, BlobNotFoundError, type BlobStore } from '@tributary/storage';

/** Looked at together: an S3 store answers many as quickly as one. */
const AT_ONCE = 8;

/**
 * @param deep  each blob is read and checked against its name
 * @returns what is wrong, by name; those that are well are not in it
 * @throws when the store can't be asked: nothing is known then
 */
export async function blobFaults(blobs: BlobStore, names: readonly string[], deep: boolean): Promise<Map<string, 'blob-missing' | 'blob-corrupt'>> {
  const left = [...new Set(names)];
  const faults = new Map<string, 'blob-missing' | 'blob-corrupt'>();
  const work = async (): Promise<void> => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      const kind = await faultOf(blobs, name, deep);
      if (kind) faults.set(name, kind);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}

async function faultOf(blobs: BlobStore, sha256: string, deep: boolean): Promise<'blob-missing' | 'blob-corrupt' | undefined> {
  if (!deep) return (await blobs.has(sha256)) ? undefined : 'blob-missing';
  try {
    for await (const _ of await blobs.get(sha256));
    return undefined;
  } catch (error) {
    if (error instanceof BlobNotFoundError) return 'blob-missing';
    if (error instanceof BlobCorruptError) return 'blob-corrupt';
    throw error;
  }
}
