export function installKubeconform(folder: string): string | undefined;

/** @returns how many there are */
export function writePlain(folder: string, objects: number): number;
