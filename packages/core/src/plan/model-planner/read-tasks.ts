import { JSONParser } from '@streamparser/json';

/**
 * Reads a plan while it is written: `onTask` gets every element of `tasks` as soon as it is complete. Give it the text of the
 * attempt so far; a text that does not go on from the last one is a new attempt, and `onRestart` is called first.
 */
export function createTaskReader(onTask: (task: unknown) => void, onRestart: () => void): (text: string) => void {
  let seen = '';
  /** Characters of `seen` that the parser has had, or that stand before the JSON. */
  let fed = 0;
  let parser: JSONParser | undefined;

  function restart(): void {
    parser = undefined;
    fed = 0;
    onRestart();
  }

  return (text) => {
    if (!text.startsWith(seen)) restart();
    seen = text;
    if (parser === undefined) {
      fed = text.indexOf('{');
      if (fed < 0) return;
      parser = createParser(onTask);
    }
    if (!parser.isEnded) parser.write(text.slice(fed));
    fed = text.length;
  };
}

function createParser(onTask: (task: unknown) => void): JSONParser {
  const parser = new JSONParser({ paths: ['$.tasks.*'], keepStack: false });
  parser.onValue = ({ value }) => onTask(value);
  // A text that is not JSON ends the early reading; what is wrong with it is said when the whole answer is read.
  parser.onError = () => {};
  return parser;
}
