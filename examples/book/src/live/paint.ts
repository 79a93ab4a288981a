import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Colours for a terminal. Used only where there is one, so it asks no stream. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** `share` from 0 to 1 of `width` cells, in eighths. */
export function toBar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const rest = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'.charAt(eighths % 8);
  return ('█'.repeat(Math.floor(eighths / 8)) + rest).padEnd(width, '·');
}
