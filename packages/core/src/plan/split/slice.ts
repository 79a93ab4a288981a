/** A part of a text, before it has a number. All slices of a text joined are the text. */
export interface Slice {
  readonly title?: string;
  readonly text: string;
}
