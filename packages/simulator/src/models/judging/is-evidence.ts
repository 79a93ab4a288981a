/** Words of a criterion that say how it is to be met, and not of what. */
const FORM =
  /^(every|each|whole|complete|contains?|output|result|results|should|must|there|their|which|given|every|piece|pieces|input|text|name|names|named|goal|asks|asked|what|nothing|missing|present|covered|covers|cover|have|has|with|from|that|this|least|most|more|than|exactly)$/;
const MIN_LETTERS = 4;

/** Whether a text speaks of at least half of what a criterion is about. Text that says nothing is evidence of nothing. */
export function isEvidence(criterion: string, text: string): boolean {
  if (text.trim() === '') return false;
  const words = (criterion.toLowerCase().match(/\p{L}+/gu) ?? []).filter(
    (word) => word.length >= MIN_LETTERS && !FORM.test(word),
  );
  const spoken = text.toLowerCase();
  return words.filter((word) => spoken.includes(toStem(word))).length * 2 >= words.length;
}

/** Enough of a word to find its other forms: `summaries` finds `summary`. */
function toStem(word: string): string {
  return word.length > 5 ? word.slice(0, -2) : word;
}
