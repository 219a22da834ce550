export function ruleFolders(): string[];
export function writeRuleIndex(): void;
