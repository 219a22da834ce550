/** What schemas/objects/served.json holds. @param documents of /openapi/v3, one of each group and version */
export function served(documents: readonly Readonly<Record<string, unknown>>[]): unknown;
