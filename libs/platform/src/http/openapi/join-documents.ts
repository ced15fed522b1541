/** As much of an OpenAPI document as is looked at here. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** One document of several processes: where two have the same path, the first one's stands. Internal routes of others stay out. */
export function joinDocuments(own: ApiDocument, others: readonly ApiDocument[]): ApiDocument {
  const paths: Record<string, object> = {};
  const schemas: Record<string, object> = {};
  for (const [at, document] of [own, ...others].entries()) {
    for (const [path, item] of Object.entries(document.paths)) if (at === 0 || !isInternal(item)) paths[path] ??= item;
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) schemas[name] ??= schema;
  }
  return { ...own, paths, components: { ...own.components, schemas } };
}

function isInternal(pathItem: object): boolean {
  return Object.values(pathItem).some((operation: unknown) => (operation as { 'x-tributary-access'?: string } | null)?.['x-tributary-access'] === 'internal');
}
