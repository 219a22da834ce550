export function bundledPackages(folder: string): string[];
export function writeNotices(root: string, folder: string): void;
