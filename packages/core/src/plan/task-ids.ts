/** The task of a map task that works on one piece. */
export function pieceTaskId(planTaskId: string, piece: number): string {
  return `${planTaskId}#${piece}`;
}

/** All tasks that a map task was expanded to: a task may depend on them as a group. */
export function allPieces(planTaskId: string): string {
  return `${planTaskId}#*`;
}

/** The answer to a question: a task may depend on it as on another task. */
export function answerKey(questionId: string): string {
  return `answer:${questionId}`;
}
