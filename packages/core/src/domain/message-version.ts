/** Of task messages; a worker that meets a newer one does not guess. */
export const MESSAGE_VERSION = 1;
