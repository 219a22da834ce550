export function installKubeconform(folder: string): string | undefined;
