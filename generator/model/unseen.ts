/**
 * Characters beside controls that nobody sees as what they are, for a regular expression with the flag `u`: marks of format and direction (Trojan
 * Source, CVE-2021-42574), what is ignored by default (UAX #44: fillers, joiners, tags), the blank of Braille, variation selectors but for the one
 * that makes an emoji of a sign, private use (one of them is the generator's own placeholder), and what is no character.
 */
export const UNSEEN = [
  String.raw`[\u2028\u2029\u2800\ufe00-\ufe0e\ufff9-\ufffc\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]`,
  String.raw`(?!\ufe0f)\p{Default_Ignorable_Code_Point}`,
  String.raw`(?<!\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))\ufe0f`,
].join('|');
