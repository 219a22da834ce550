import type { Component } from './component.ts';

/** Every component: one per folder. Made by `npm run build`; not in Git. */
export const list: readonly Component[];
