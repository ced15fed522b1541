/** Nest injection token of the pool that acts as the role of schema `intake`. */
export const INTAKE_POOL = Symbol('intake pool');

/** Nest injection token of the blob store. */
export const BLOBS = Symbol('BLOBS');
