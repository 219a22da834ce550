export const MADE: readonly string[];
