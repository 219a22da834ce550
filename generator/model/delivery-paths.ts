/** The folder below out/ from which an Argo CD reads. @param hub empty where the fleet has one Argo CD */
export function deliveryFolder(hub: string): string {
  return hub === '' ? 'argocd' : `argocd/${hub}`;
}

export function rootPath(hub: string): string {
  return `${deliveryFolder(hub)}/root.yaml`;
}

/** The project and the Applications of a region. */
export function regionPath(hub: string, region: string): string {
  return `${deliveryFolder(hub)}/${region}.yaml`;
}

/** Both files of a base or an overlay. */
export function folderFiles(folder: string): string[] {
  return [`${folder}/kustomization.yaml`, `${folder}/objects.yaml`];
}

/** Whose a file below out/ is. */
export interface DeliveryFile {
  readonly hub: string;
  /** Absent: it holds the root Application. */
  readonly region?: string;
}

/** What a path below out/ says of the Applications that lie there; undefined where none do. */
export function deliveryFile(path: string): DeliveryFile | undefined {
  const found = /^argocd\/(?:([^/]+)\/)?([^/]+)\.yaml$/.exec(path);
  if (found === null) return undefined;
  const [, hub = '', name] = found as unknown as [string, string | undefined, string];
  if (name === 'root') return { hub };
  return name === 'kustomization' && hub === '' ? undefined : { hub, region: name };
}

/** The hubs of an out/: an empty name is the one Argo CD of a fleet without hubs. */
export function hubNames(paths: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const file = deliveryFile(path);
    if (file !== undefined && file.region === undefined) found.add(file.hub);
  }
  return [...found].sort();
}
