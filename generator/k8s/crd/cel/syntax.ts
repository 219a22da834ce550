import { environment } from './environment.ts';

/** What a text that is to be an expression lacks of being one; what its names mean is not looked at. */
export function celFlaw(text: string): string | undefined {
  if (text.length > 10_000) return undefined;
  try {
    environment([]).parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
