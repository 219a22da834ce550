import type { Plugin } from 'esbuild';

export function templateModule(source: string): string;
export const templates: Plugin;
