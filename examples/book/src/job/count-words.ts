/** Whole words, in any case: "whale" and "Whales", not "whaling" or "whaleman"; "whale-ship" and "whale's" hold one. */
export function countWhales(text: string): number {
  return text.match(/\bwhales?\b/gi)?.length ?? 0;
}
