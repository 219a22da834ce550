export function ruleFolders(base?: string): string[];
export function writeRuleIndex(): void;
